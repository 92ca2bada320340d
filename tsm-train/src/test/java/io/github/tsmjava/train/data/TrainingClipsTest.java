package io.github.tsmjava.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.TrainingVideos;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.data.TrainingClips.Augmentation;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.loading.ClipLoader;
import io.github.tsmjava.train.random.Randomness;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingClipsTest {

    private static final int SIZE = 24;

    @TempDir
    private Path root;
    private VideoList list;

    @BeforeEach
    void writeVideos() throws IOException {
        list = TrainingVideos.write(root, 6);
    }

    private TrainingClips clips(Flavour flavour, Flip flip, long cache) {
        return new TrainingClips(list, root, Decoder.JAVA, new Augmentation(new Sampling(
                Sampling.Strategy.UNIFORM, 3, 1, flavour), Modality.RGB, SIZE, MultiScaleCrop.of(Modality.RGB), flip,
                List.of()), cache);
    }

    @ParameterizedTest
    @EnumSource(Flavour.class)
    void aClipDependsOnItsRandomNumbersOnly(Flavour flavour) throws VideoException {
        Randomness randomness = new Randomness(1);
        TrainingClips cached = clips(flavour, Flip.keepingLabels(2), 1 << 20);
        boolean differs = false;
        for (int epoch = 0; epoch < 6; epoch++) {
            Clip clip = clips(flavour, Flip.keepingLabels(2), 0).clip(2, randomness.clip(epoch, 2));
            assertTrue(clip.input().hasShape(1, 9, SIZE, SIZE));
            Clip again = cached.clip(2, randomness.clip(epoch, 2));
            assertArrayEquals(clip.input().data(), again.input().data());
            Tensor other = cached.clip(2, randomness.clip(epoch + 1, 2)).input();
            differs |= !Arrays.equals(other.data(), clip.input().data());
        }
        assertTrue(differs);
    }

    @Test
    void mirroredClipsChangeTheirClass() throws VideoException {
        Randomness randomness = new Randomness(1);
        TrainingClips exchanging = clips(Flavour.MIT, new Flip(List.of(1, 0)), 0);
        TrainingClips never = clips(Flavour.MIT, Flip.NONE, 0);
        int mirrored = 0;
        for (int epoch = 0; epoch < 20; epoch++) {
            Clip clip = exchanging.clip(0, randomness.clip(epoch, 0));
            Tensor plain = never.clip(0, randomness.clip(epoch, 0)).input();
            for (int x = 0; x < SIZE; x++) {
                assertEquals(plain.get(0, 4, 7, x), clip.input().get(0, 4, 7, clip.label() == 0 ? x : SIZE - 1 - x));
            }
            mirrored += clip.label();
        }
        assertTrue(mirrored > 4 && mirrored < 16, mirrored + " of 20");
    }

    @Test
    void policiesChangeClipsAndNothingElse() throws VideoException {
        Randomness randomness = new Randomness(1);
        TrainingClips plain = clips(Flavour.MIT, Flip.keepingLabels(2), 0);
        Augmentation usual = plain.augmentation();
        TrainingClips augmented = new TrainingClips(list, root, Decoder.JAVA, new Augmentation(usual.sampling(),
                usual.modality(), SIZE, usual.crop(), usual.flip(),
                List.of(ClipAugmentation.randAugmentOfImgaug(2, 9), ClipAugmentation.augMix(3))), 0);
        int changed = 0;
        for (int epoch = 0; epoch < 10; epoch++) {
            Clip clip = augmented.clip(1, randomness.clip(epoch, 1));
            assertArrayEquals(clip.input().data(), augmented.clip(1, randomness.clip(epoch, 1)).input().data());
            Clip before = plain.clip(1, randomness.clip(epoch, 1));
            assertEquals(before.label(), clip.label());
            assertTrue(clip.input().sameShape(before.input()));
            changed += Arrays.equals(before.input().data(), clip.input().data()) ? 0 : 1;
        }
        assertTrue(changed >= 9, changed + " of 10");
    }

    @Test
    void opticalFlowHasNoColours() {
        Augmentation usual = clips(Flavour.MIT, Flip.NONE, 0).augmentation();
        String message = assertThrows(ShapeException.class, () -> new Augmentation(usual.sampling(), Modality.FLOW,
                SIZE, usual.crop(), usual.flip(), List.of(ClipAugmentation.augMix(3)))).getMessage();
        assertTrue(message.contains("FLOW frames cannot be augmented with"), message);
    }

    @Test
    void videoFilesAreDecodedOnce() throws IOException {
        Path file = root.resolve("one.gif");
        ImageIO.write(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB), "gif", file.toFile());
        list = VideoList.read(Files.writeString(root.resolve("files.txt"), "one.gif 0\n"));
        TrainingClips cached = clips(Flavour.MIT, Flip.NONE, 1 << 20);
        TrainingClips plain = clips(Flavour.MIT, Flip.NONE, 0);
        float[] first = cached.clip(0, new Randomness(1).clip(0, 0)).input().data();
        Files.delete(file);
        assertArrayEquals(first, cached.clip(0, new Randomness(1).clip(0, 0)).input().data());
        assertThrows(VideoException.class, () -> plain.clip(0, new Randomness(1).clip(0, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void batchesComeInOrderWhateverTheThreads(int threads) throws Exception {
        Files.delete(root.resolve("v3/img_00004.png"));
        TrainingClips clips = clips(Flavour.MIT, Flip.NONE, 0);
        Randomness randomness = new Randomness(9);
        int[] order = randomness.order(2, 6);
        int read = 0;
        int failed = 0;
        try (ClipLoader loader = new ClipLoader(clips, randomness, 2, 1, 2, threads)) {
            for (int batch = 1; batch < 3; batch++) {
                ClipLoader.Batch loaded = loader.next();
                int at = 0;
                for (int i = 2 * batch; i < 2 * batch + 2; i++) {
                    if (order[i] == 3) {
                        assertTrue(loaded.failed().getFirst().reason().contains("v3"));
                        continue;
                    }
                    assertArrayEquals(clips.clip(order[i], randomness.clip(2, order[i])).input().data(),
                            loaded.clips().get(at++).input().data());
                }
                read += loaded.clips().size();
                failed += loaded.failed().size();
            }
        }
        assertEquals(4, read + failed);
    }
}
