package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.models.toy.ToyArchitecture;
import io.github.tsmjava.models.toy.ToyBackbone;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A backbone that this project does not know, added as docs/adding-a-network.md says: the files of the package
 * {@code toy}, and one line.
 */
class AddedNetworkTest {

    /** The line. */
    private static final Architectures KNOWN = Architectures.KNOWN.with(ToyArchitecture.INSTANCE);

    private static final int CLASSES = 5;
    private static final int SEGMENTS = 4;

    @TempDir
    private Path folder;

    private static Backbone toy() {
        return KNOWN.backbone("toy3");
    }

    private static Tensor clip() {
        return FillRule.fill("clip", 2, 0, 1, SEGMENTS * 3, 32, 32);
    }

    private static PretrainedNetwork made(NetworkConfig config) throws IOException {
        return PretrainedNetwork.of(config.build(new FillRule()), Flavour.MIT, List.of(), config.backbone().size());
    }

    private PretrainedNetwork loaded(Path file) throws IOException {
        return PretrainedNetwork.load(file, PretrainedNetwork.Overrides.NONE, Limits.USUAL, KNOWN);
    }

    @Test
    void itIsKnownByName() {
        assertEquals(new ToyBackbone(3), toy());
        assertEquals(List.of("toy2", "toy3"),
                KNOWN.names().stream().skip(Architectures.KNOWN.names().size()).toList());
        assertEquals("TSM-toy3", NetworkConfig.tsm(toy(), SEGMENTS, CLASSES).name());
    }

    @Test
    void itIsShifted() {
        TsmNetwork tsm = NetworkConfig.tsm(toy(), SEGMENTS, CLASSES).build(new FillRule());
        assertEquals(List.of("blocks.0", "blocks.1", "blocks.2"), tsm.config().shifting().blocks());
        TsmNetwork tsn = NetworkConfig.tsn(toy(), SEGMENTS, CLASSES).build((name, role, shape) ->
                new FillRule().get(name.replace("conv.weight", "conv.net.weight"), role, shape));
        assertFalse(Arrays.equals(tsm.forward(clip()).data(), tsn.forward(clip()).data()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.pth", "net.safetensors"})
    void itIsSavedAndRecognised(String name) throws IOException {
        Path file = folder.resolve(name);
        for (NetworkConfig config : List.of(NetworkConfig.tsm(toy(), SEGMENTS, CLASSES),
                NetworkConfig.online(KNOWN.backbone("toy2"), SEGMENTS, CLASSES),
                NetworkConfig.tsn(toy(), SEGMENTS, CLASSES))) {
            PretrainedNetwork made = made(config);
            for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.MMACTION2, KeyFamily.TORCHVISION)) {
                if (family == KeyFamily.TORCHVISION && config.shifting().isPresent()) {
                    continue;
                }
                made.save(file, family, DType.F32, KNOWN);
                PretrainedNetwork again = loaded(file);
                assertEquals(family, again.family());
                assertEquals(config, again.network().config());
                assertEquals(32, again.size());
                assertEquals(List.of(), again.ignored());
                assertArrayEquals(made.network().forward(clip()).data(), again.network().forward(clip()).data());
            }
        }
        assertTrue(assertThrows(IOException.class, () -> PretrainedNetwork.load(file)).getMessage()
                .contains("none of ResNet, ResNeXt, I3D, R(2+1)D, MobileNetV2"));
    }

    @Test
    void itIsCompiledAndStreamed() {
        TsmNetwork network = NetworkConfig.tsm(toy(), SEGMENTS, CLASSES).build(new FillRule());
        InferencePlan plan = InferencePlan.compile(network, Accuracy.EXACT, clip().shape());
        assertArrayEquals(network.forward(clip()).data(), plan.run(clip()).data(), 1e-5f);

        TsmNetwork online = NetworkConfig.online(toy(), SEGMENTS, CLASSES).build(new FillRule());
        StreamingNetwork layers = new StreamingNetwork(online);
        StreamingPlan.Stream stream = StreamingPlan.compile(online, Accuracy.EXACT, 1, 3, 32, 32).open();
        for (int t = 0; t < SEGMENTS; t++) {
            Tensor frame = FillRule.fill("frame" + t, 2, 0, 1, 3, 32, 32);
            assertArrayEquals(layers.next(frame).data(), stream.next(frame).data(), 1e-5f);
        }
    }

    @Test
    void whatItDoesNotTakeIsRefused() throws IOException {
        NetworkConfig tsm = NetworkConfig.tsm(toy(), SEGMENTS, CLASSES);
        assertEquals("Toy takes no temporal pool, no non-local block and no shift in front of whole blocks",
                assertThrows(IllegalArgumentException.class, tsm::withTemporalPool).getMessage());
        PretrainedNetwork model = made(NetworkConfig.online(toy(), SEGMENTS, CLASSES));
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> model.save(folder.resolve("x.pth"), KeyFamily.ONLINE_DEMO, DType.F32, KNOWN)).getMessage()
                .contains("stand for a MobileNetV2"));
        assertEquals("expected a backbone among " + KNOWN.names() + ", found toy4", assertThrows(
                IllegalArgumentException.class, () -> KNOWN.backbone("toy4")).getMessage());
    }

    /** A backbone that looks at five frames at once, and at every other one. */
    private record OfClips() implements Backbone {

        @Override
        public String title() {
            return "Toy";
        }

        @Override
        public String name() {
            return "toy3d";
        }

        @Override
        public int features() {
            return 8;
        }

        @Override
        public List<String> shiftedBlocks(Shifting.Place place) {
            return List.of();
        }

        @Override
        public int outputFrames(int segments) {
            return (segments + 1) / 2;
        }

        @Override
        public boolean isStreamable() {
            return false;
        }

        @Override
        public Layer build(Scope scope, int channels, TemporalParts time) {
            return new Sequential(scope, List.of(
                    s -> new Conv3d(s, time.segments(), channels, 8, 5, 3, Conv3dSpec.of(2, 2, 2, 1), false),
                    GlobalAvgPool::new));
        }
    }

    @Test
    void aBackboneMayLookAtSeveralFramesItself() throws IOException {
        NetworkConfig config = NetworkConfig.tsn(new OfClips(), SEGMENTS, CLASSES);
        TsmNetwork network = config.build(new FillRule());
        assertEquals("toy3d", config.name());
        assertFalse(config.isStreamable());
        Tensor clips = FillRule.fill("clips", 2, 0, 3, SEGMENTS * 3, 32, 32);
        Tensor logits = network.forward(clips);
        assertTrue(logits.hasShape(3, CLASSES));
        assertArrayEquals(logits.data(), InferencePlan.compile(network, Accuracy.EXACT, clips.shape()).run(clips).data(), 1e-5f);
        // Nobody knows what its parameters are called elsewhere, so they keep their names.
        Path file = folder.resolve("own.safetensors");
        PretrainedNetwork.of(network, Flavour.MIT, List.of(), 32).save(file);
        try (Checkpoint saved = Checkpoint.open(file)) {
            assertEquals(network.parameters().stream().map(Parameter::name).sorted().toList(),
                    saved.tensors().stream().map(TensorInfo::name).sorted().toList());
        }
        assertThrows(IllegalArgumentException.class, () -> config.withShifting(
                new Shifting(Shifting.Place.BLOCKRES, Shift.bidirectional(8), List.of("0"))));
    }
}
