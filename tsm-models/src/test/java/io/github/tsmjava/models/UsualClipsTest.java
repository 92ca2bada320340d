package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.R2Plus1dBackbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Sampling.Strategy;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which clips a network sees and how they are prepared, where nobody says it: as its published forms were tested. */
class UsualClipsTest {

    private static final NetworkConfig I3D = NetworkConfig.tsn(new I3dBackbone(50, false), 32, 3);

    @TempDir
    Path folder;

    @Test
    void i3dSeesEverySecondFrameFromTheMiddle() throws IOException {
        PretrainedNetwork model = PretrainedNetwork.load(plain(I3D, "i3d.safetensors"));
        assertEquals(2, model.interval());
        assertEquals(Flavour.MMACTION2, model.flavour());
        Views views = VideoClassifier.of(model).settings().views();
        assertEquals(new Views(Strategy.MIDDLE, Crops.ONE, 224, false), views);
        assertEquals(new Views(Strategy.DENSE, Crops.THREE, 224, true), model.views(Views.ACCURATE));
        // 63 of 300 frames, behind half of the other 237.
        int[] clip = model.sampling(views.clips()).clips(300)[0];
        assertEquals(118, clip[0]);
        assertEquals(180, clip[31]);
    }

    /** 32 × 2, 16 × 4 and 8 × 8 are of 64 frames. */
    @Test
    void i3dOfFewerFramesSeesAsMuchOfAVideo() throws IOException {
        assertEquals(4, I3D.backbone().interval(16));
        assertEquals(8, new I3dBackbone(50, true).interval(8));
        assertEquals(1, I3D.backbone().interval(100));
        Path file = plain(I3D, "i3d.safetensors");
        assertEquals(4, PretrainedNetwork.load(file, new PretrainedNetwork.Overrides(16, null, null)).interval());
    }

    @Test
    void r2Plus1dIsPreparedAsInTorchvision() throws IOException {
        NetworkConfig config = NetworkConfig.tsn(new R2Plus1dBackbone(), 16, 3);
        PretrainedNetwork made = PretrainedNetwork.of(config.build(1), config.backbone().flavour(), List.of(), 112);
        Path file = folder.resolve("r2plus1d.pth");
        made.save(file, KeyFamily.TORCHVISION);
        PretrainedNetwork model = PretrainedNetwork.load(file);
        assertEquals(Flavour.TORCHVISION, model.flavour());
        assertEquals(2, model.interval());
        assertEquals(new Views(Strategy.MIDDLE, Crops.ONE, 112, false), model.views(Views.EFFICIENT));
        assertEquals("torchvision", model.metadata().get("flavour"));
        assertEquals(Flavour.TORCHVISION, PretrainedNetwork.load(plain(config, "plain.safetensors")).flavour());
    }

    @Test
    void aFileSaysWhatDiffers() throws IOException {
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(18), 8, 3);
        PretrainedNetwork model = PretrainedNetwork.of(config.build(1), Flavour.MIT, List.of(), 64);
        assertEquals(0, model.interval());
        assertFalse(model.metadata().containsKey("interval"));
        assertEquals(Views.EFFICIENT.withSize(64), model.views(Views.EFFICIENT));
        Path file = folder.resolve("tsm.pth");
        model.withInterval(4).save(file);
        PretrainedNetwork again = PretrainedNetwork.load(file);
        assertEquals(4, again.interval());
        assertEquals(Strategy.MIDDLE, again.views(Views.EFFICIENT).clips());
        // 29 of 100 frames, behind half of the other 71.
        assertArrayEquals(new int[] {35, 39, 43, 47, 51, 55, 59, 63}, again.sampling(Strategy.MIDDLE).clips(100)[0]);
    }

    @Test
    void anI3dOfWholeVideosSaysSo() throws IOException {
        PretrainedNetwork whole = PretrainedNetwork.load(plain(I3D, "i3d.safetensors")).withInterval(0);
        assertEquals("0", whole.metadata().get("interval"));
        assertEquals(Views.EFFICIENT, whole.views(Views.EFFICIENT));
        assertFalse(whole.withInterval(2).metadata().containsKey("interval"));
    }

    /** Parameters under this project's names, and not a word beside them. */
    private Path plain(NetworkConfig config, String name) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : config.build(1).parameters()) {
            tensors.put(parameter.name(), parameter.tensor());
        }
        Path file = folder.resolve(name);
        Checkpoint.writeSafetensors(file, tensors, Map.of());
        return file;
    }
}
