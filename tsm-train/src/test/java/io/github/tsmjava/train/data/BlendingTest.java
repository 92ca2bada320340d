package io.github.tsmjava.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.data.Blending.Batch;
import io.github.tsmjava.train.data.CutMix.Box;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.random.Randomness;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlendingTest {

    private static final int CLASSES = 5;
    private static final int PLANES = 6;
    private static final int SIDE = 16;

    /** Clips that are full of their own number, each of its own class. */
    private static List<Clip> clips() {
        return IntStream.range(0, CLASSES).mapToObj(i -> {
            Tensor input = Tensor.zeros(1, PLANES, SIDE, SIDE);
            Arrays.fill(input.data(), i);
            return new Clip(input, i);
        }).toList();
    }

    private static void assertSharesSumToOne(Batch batch) {
        for (int row = 0; row < CLASSES; row++) {
            double sum = 0;
            for (float share : batch.targets().slice(row, row + 1).data()) {
                assertTrue(share >= 0 && share <= 1);
                sum += share;
            }
            assertEquals(1, sum, 1e-6);
        }
    }

    /** The share of a clip that is of its own class, and the class of the rest. */
    private static double own(Batch batch, int row) {
        return batch.targets().get(row, row);
    }

    private static int partner(Batch batch, int row) {
        return IntStream.range(0, CLASSES).filter(k -> k != row && batch.targets().get(row, k) > 0).findFirst()
                .orElse(row);
    }

    @Test
    void aloneEachClipIsItself() {
        Batch batch = Blending.NONE.of(clips(), CLASSES, new Random(1));
        for (int row = 0; row < CLASSES; row++) {
            assertArrayEquals(clips().get(row).input().data(), batch.input().slice(row, row + 1).data());
            assertEquals(1, own(batch, row));
            assertEquals(row, batch.label(row));
        }
    }

    @Test
    void mixedClipsAreMeansWithTheWeightsOfTheirLabels() {
        for (int seed = 0; seed < 300; seed++) {
            Batch batch = new MixUp(0.8).of(clips(), CLASSES, new Random(seed));
            assertSharesSumToOne(batch);
            for (int row = 0; row < CLASSES; row++) {
                double expected = row * own(batch, row) + partner(batch, row) * (1 - own(batch, row));
                for (float value : batch.input().slice(row, row + 1).data()) {
                    assertEquals(expected, value, 1e-5);
                }
                int larger = own(batch, row) > 0.5 ? row : partner(batch, row);
                assertEquals(larger, batch.label(row));
            }
        }
    }

    @Test
    void windowsHaveTheAreaOfTheirLabelsAndAreTheSameInAllFrames() {
        int blended = 0;
        for (int seed = 0; seed < 300; seed++) {
            Batch batch = new CutMix(1).of(clips(), CLASSES, new Random(seed));
            assertSharesSumToOne(batch);
            for (int row = 0; row < CLASSES; row++) {
                int other = partner(batch, row);
                float[] data = batch.input().slice(row, row + 1).data();
                float[] first = Arrays.copyOf(data, SIDE * SIDE);
                int inside = 0;
                for (int i = 0; i < data.length; i++) {
                    assertEquals(first[i % first.length], data[i]);
                    assertTrue(data[i] == row || data[i] == other);
                    inside += data[i] == row ? 0 : 1;
                }
                assertEquals(1 - own(batch, row), (double) inside / data.length, 1e-6);
                blended += inside > 0 ? 1 : 0;
            }
        }
        assertTrue(blended > 900, blended + " of 1500");
    }

    /** Of the reference: 224 x 224 pixels. */
    @ParameterizedTest
    @CsvSource({"0.9, 112, 112, 77, 77, 147, 147, 0.902343750", "0.9, 10, 200, 0, 165, 45, 224, 0.947086256",
        "0.5, 112, 112, 33, 33, 191, 191, 0.502471301", "0.5, 10, 200, 0, 121, 89, 224, 0.817303093",
        "0.1, 112, 112, 6, 6, 218, 218, 0.104272959", "0.1, 10, 200, 0, 94, 116, 224, 0.699457908"})
    void boxesOfTheReference(double share, int x, int y, int left, int top, int right, int bottom, double outside) {
        Box box = Box.of(224, 224, share, x, y);
        assertEquals(new Box(left, top, right, bottom), box);
        assertEquals(outside, box.outside(224, 224), 5e-10);
    }

    @Test
    void boxesOfExtremeSharesStayInThePicture() {
        for (double share : new double[] {0, 1e-300, 1 - 1e-16, 1}) {
            for (int place : new int[] {0, 15}) {
                Box box = Box.of(SIDE, SIDE, share, place, place);
                double outside = box.outside(SIDE, SIDE);
                assertTrue(box.left() >= 0 && box.right() <= SIDE && outside >= 0 && outside <= 1, box.toString());
            }
        }
    }

    @Test
    void aSingleClipStaysItself() {
        List<Clip> one = clips().subList(3, 4);
        for (Blending blending : List.of(new MixUp(0.2), new CutMix(0.2))) {
            Batch batch = blending.of(one, CLASSES, new Random(1));
            assertArrayEquals(one.getFirst().input().data(), batch.input().data(), 1e-6f);
            assertEquals(1, batch.targets().get(0, 3), 1e-6);
        }
    }

    @Test
    void drawsDependOnEpochAndStepAlone() {
        Randomness randomness = new Randomness(3);
        Batch first = new MixUp(0.2).of(clips(), CLASSES, randomness.step(2, 5));
        Batch again = new MixUp(0.2).of(clips(), CLASSES, new Randomness(3).step(2, 5));
        assertArrayEquals(first.input().data(), again.input().data());
        Batch next = new MixUp(0.2).of(clips(), CLASSES, randomness.step(2, 6));
        assertTrue(!Arrays.equals(first.input().data(), next.input().data()));
    }

    @Test
    void anAlphaThatIsNoneIsRefused() {
        for (double alpha : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(ShapeException.class, () -> new MixUp(alpha));
            assertThrows(ShapeException.class, () -> new CutMix(alpha));
        }
    }
}
