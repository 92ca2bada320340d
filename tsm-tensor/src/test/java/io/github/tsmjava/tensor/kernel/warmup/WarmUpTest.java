package io.github.tsmjava.tensor.kernel.warmup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plain kernels give what the vector kernels give, to the bit, and hand over to them. */
class WarmUpTest {

    private static BlockedKernels vectors;
    private static BlockedKernels warming;
    private static int lanes;

    private final Random random = new Random(13);

    /** By name, as the library loads them: no class but those of the vector package refers to the Vector API. */
    @BeforeAll
    static void load() throws ReflectiveOperationException {
        assumeTrue(Kernels.get().name().startsWith("vector"), "skipped: no vector kernels to compare with");
        Kernels kernels = (Kernels) Class.forName("io.github.tsmjava.tensor.kernel.vector.VectorKernels")
                .getConstructor(boolean.class).newInstance(false);
        vectors = kernels.blocked();
        warming = kernels.blocked(1);
        assertSame(vectors, kernels.blocked(Long.MAX_VALUE), "a large plan does not begin in plain Java");
        assertSame(kernels, kernels.forJob(1), "a small job does");
        Kernels atOnce = kernels.forJob(Double.POSITIVE_INFINITY);
        assertSame(atOnce.blocked(), atOnce.blocked(1), "a small plan of a long job does not");
        lanes = vectors.lanes();
        assertEquals(lanes, warming.lanes());
    }

    /** Numbers of all sizes, with zeros of both signs, and some that are no numbers. */
    private float[] noise(int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = switch (random.nextInt(40)) {
                case 0 -> -0f;
                case 1 -> 0f;
                case 2 -> random.nextInt(50) == 0 ? Float.NaN : 1e-30f;
                default -> (float) random.nextGaussian();
            };
        }
        return numbers;
    }

    private Epilogue epilogue(int size) {
        return switch (random.nextInt(3)) {
            case 0 -> new Epilogue(noise(size), 0, Float.POSITIVE_INFINITY);
            case 1 -> new Epilogue(new float[size], 0, 6);
            default -> new Epilogue(noise(size), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        };
    }

    @Test
    void tiles() {
        equal(vectors.tiles(), warming.tiles(), true);
        equal(vectors.shallow(), warming.shallow(), true);
        equal(vectors.strided(), warming.strided(), false);
    }

    private void equal(List<ConvTile> fast, List<ConvTile> first, boolean sideBySide) {
        assertEquals(fast.size(), first.size());
        for (int i = 0; i < fast.size(); i++) {
            int pixels = fast.get(i).pixels();
            assertEquals(pixels, first.get(i).pixels());
            for (int round = 0; round < 40; round++) {
                int count = random.nextInt(30);
                int xStride = sideBySide ? lanes : 1 + random.nextInt(3 * lanes);
                int[] quads = new int[2 * count];
                for (int s = 0; s < count; s++) {
                    quads[2 * s] = random.nextInt(100);
                    quads[2 * s + 1] = random.nextInt(5) * 8 * lanes;
                }
                float[] x = noise(110 + pixels * xStride + 4);
                float[] w = noise(3 + 5 * 8 * lanes);
                int block = (pixels + 1) * lanes;
                float[] one = noise(5 + 2 * block);
                float[] two = one.clone();
                Epilogue end = epilogue(3 * lanes);
                // In place, as residuals are added.
                fast.get(i).sum(x, 10, xStride, quads, quads.length, w, 3, one, 5, lanes, block, end, lanes, one, 5,
                        block);
                first.get(i).sum(x, 10, xStride, quads, quads.length, w, 3, two, 5, lanes, block, end, lanes, two, 5,
                        block);
                assertBits(one, two, fast.get(i) + ", " + count + " quads");
            }
        }
    }

    @Test
    void maps() {
        for (int round = 0; round < 60; round++) {
            int rows = 1 + random.nextInt(3);
            int columns = 1 + random.nextInt(20);
            int stride = 1 + round % 2;
            int rowStride = (columns * stride + 3) * lanes;
            float[] x = noise((rows * stride + 3) * rowStride);
            float[] w = noise(9 * lanes);
            Epilogue end = epilogue(2 * lanes);
            float[] one = noise(rows * rowStride);
            float[] two = one.clone();
            vectors.maps().depthwise3x3(x, 0, rowStride, stride, w, 0, end, lanes, one, 0, rowStride, rows, columns);
            warming.maps().depthwise3x3(x, 0, rowStride, stride, w, 0, end, lanes, two, 0, rowStride, rows, columns);
            assertBits(one, two, "depthwise, stride " + stride);
            int group = 1 << random.nextInt(Integer.numberOfTrailingZeros(lanes));
            float[] spread = new float[group * rowStride];
            float[] other = spread.clone();
            vectors.maps().spread(x, lanes, group, spread, 0, rowStride, columns);
            warming.maps().spread(x, lanes, group, other, 0, rowStride, columns);
            assertBits(spread, other, "spread");
            int[] terms = random.ints(3, 0, rowStride).toArray();
            vectors.maps().threeTaps(x, terms, w, 0, end, lanes, one, 0, columns);
            warming.maps().threeTaps(x, terms, w, 0, end, lanes, two, 0, columns);
            assertBits(one, two, "sums under three taps");
            vectors.maps().maximum(x, 0, stride * lanes, one, 0, columns);
            warming.maps().maximum(x, 0, stride * lanes, two, 0, columns);
            assertBits(one, two, "maximum");
            vectors.maps().mean(x, 0, rowStride, rows, columns, one, 0);
            warming.maps().mean(x, 0, rowStride, rows, columns, two, 0);
            assertBits(one, two, "mean");
            vectors.maps().softmax(one, 0, lanes, columns, new float[lanes]);
            warming.maps().softmax(two, 0, lanes, columns, new float[lanes]);
            assertBits(one, two, "softmax");
        }
    }

    @Test
    void winograd() {
        int side = WinogradTransform.INPUTS;
        for (int round = 0; round < 60; round++) {
            float[] x = noise(side * side * lanes);
            float[] scratch = new float[36 * lanes];
            float[] one = new float[36 * lanes];
            float[] two = new float[36 * lanes];
            vectors.winograd().input(x, 0, side * lanes, one, 0, lanes, scratch);
            warming.winograd().input(x, 0, side * lanes, two, 0, lanes, scratch);
            assertBits(one, two, "input");
            vectors.winograd().filter(x, 0, one, 0, lanes, scratch);
            warming.winograd().filter(x, 0, two, 0, lanes, scratch);
            assertBits(one, two, "filter");
            Epilogue end = epilogue(2 * lanes);
            int rows = 1 + random.nextInt(4);
            int columns = 1 + random.nextInt(4);
            vectors.winograd()
                    .output(x, 0, lanes, one, 0, 5 * lanes, lanes, end, lanes, one, 0, 5 * lanes, rows, columns,
                    scratch);
            warming.winograd()
                    .output(x, 0, lanes, two, 0, 5 * lanes, lanes, end, lanes, two, 0, 5 * lanes, rows, columns,
                    scratch);
            assertBits(one, two, "output");
            vectors.winograd().outputGradient(x, 0, 5 * lanes, one, 0, lanes, scratch);
            warming.winograd().outputGradient(x, 0, 5 * lanes, two, 0, lanes, scratch);
            vectors.winograd().filterGradient(x, 0, lanes, one, 0, scratch);
            warming.winograd().filterGradient(x, 0, lanes, two, 0, scratch);
            assertBits(one, two, "gradients");
        }
    }

    private static void assertBits(float[] expected, float[] actual, String what) {
        int[] bits = new int[expected.length];
        int[] others = new int[expected.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(expected[i]);
            others[i] = Float.floatToIntBits(actual[i]);
        }
        assertArrayEquals(bits, others, what);
    }

    @Test
    void aTileHandsOverOnceAThreadHasSpentItsTime() {
        int[] calls = new int[1];
        ConvTile counting = new ConvTile("counting", 1) {
            @Override
            public void sum(float[] x, int xBase, int xStride, int[] quads, int quadsEnd, float[] w, int wBase,
                            float[] start, int startAt, int startStride, int startBlock, Epilogue end, int biasAt,
                            float[] y, int yAt, int yBlock) {
                calls[0]++;
            }
        };
        Duration limit = Duration.ofMillis(1000);
        WarmUp warmUp = new WarmUp(8, false, limit);
        ConvTile tile = warmUp.tile(1, false, () -> counting);
        ConvTile other = warmUp.tile(4, false, () -> {
            throw new AssertionError("asked for before it is needed");
        });
        float[] numbers = new float[64];
        long began = System.nanoTime();
        call(other, numbers);
        call(tile, numbers);
        assertEquals(0, calls[0], "a small job is computed by plain kernels");
        while (calls[0] == 0) {
            call(tile, numbers);
        }
        assertTrue(System.nanoTime() - began > limit.toNanos(), "not before its time");
        call(tile, numbers);
        assertEquals(2, calls[0], "the vector kernel does the work");
        assertThrows(AssertionError.class, () -> call(other, numbers), "all kernels hand over together");
    }

    private static void call(ConvTile tile, float[] numbers) {
        int[] quads = new int[2 << 12];
        Epilogue end = new Epilogue(new float[16], 0, 6);
        tile.sum(numbers, 0, 0, quads, quads.length, numbers, 0, numbers, 0, 0, 8, end, 0, new float[64], 0, 32);
    }

    @Test
    void aNewThreadForEachRunDoesNotKeepPlainKernels() throws InterruptedException {
        int processors = Runtime.getRuntime().availableProcessors();
        WarmUp warmUp = new WarmUp(8, false, Duration.ofMillis(1000L / processors));
        for (int i = 0; !warmUp.isOver(); i++) {
            assertTrue(i < 3000, "all threads together have spent their time");
            Thread thread = Thread.ofPlatform().start(() -> warmUp.stop(System.nanoTime() - 1_000_000));
            thread.join();
        }
    }

    @Test
    void plainTilesOfAllLanes() {
        for (int wide : new int[] {4, 8, 16}) {
            for (int pixels : new int[] {1, 4, 7}) {
                plainTiles(wide, pixels, false);
                plainTiles(wide, pixels, true);
            }
        }
    }

    private void plainTiles(int wide, int pixels, boolean fused) {
        float[] x = noise(40 + pixels * wide);
        float[] w = noise(80 * wide);
        int[] quads = {0, 0, 20, 8 * wide, 36, 64 * wide};
        float[] one = noise(3 * pixels * wide);
        float[] two = one.clone();
        Epilogue end = epilogue(2 * wide);
        int block = (pixels + 1) * wide;
        new PlainLocalsTile(pixels, false, wide, fused).sum(x, 0, wide, quads, quads.length, w, 5, one, 0, wide,
                block, end, 0, one, 0, block);
        new PlainArrayTile(pixels, false, wide, fused).sum(x, 0, wide, quads, quads.length, w, 5, two, 0, wide,
                block, end, 0, two, 0, block);
        assertBits(one, two, wide + " lanes, " + pixels + " pixels");
    }
}
