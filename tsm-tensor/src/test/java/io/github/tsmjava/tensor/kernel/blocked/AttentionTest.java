package io.github.tsmjava.tensor.kernel.blocked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The answers of a non-local block against their definition in double precision. */
class AttentionTest {

    private static final BlockedKernels KERNELS = Kernels.get().blocked();
    private static final int LANES = KERNELS.lanes();

    private final Random random = new Random(6);

    /** Maps whose border is zero and whose surplus channels are anything finite. */
    private float[] noise(Maps maps) {
        float[] numbers = new float[maps.size() + ConvTile.QUAD_SIZE];
        for (int frame = 0; frame < maps.frames(); frame++) {
            for (int channel = 0; channel < maps.blocks() * LANES; channel++) {
                for (int i = 0; i < maps.pixels(); i++) {
                    numbers[at(maps, frame, channel, i)] = random.nextFloat() * 2 - 1;
                }
            }
        }
        return numbers;
    }

    private static int at(Maps maps, int frame, int channel, int pixel) {
        return frame * maps.frameStride() + maps.channel(channel)
                + maps.pixel(pixel / maps.width(), pixel % maps.width());
    }

    @Test
    void everyQueryGetsTheWeightedMeanOfTheValues() {
        for (int i = 0; i < 80; i++) {
            int segments = 1 + random.nextInt(4);
            int frames = segments * (1 + random.nextInt(2));
            int channels = 1 + random.nextInt(i % 8 == 0 ? 300 : 40);
            int height = 2 + random.nextInt(12);
            int width = 2 + random.nextInt(12);
            int border = random.nextInt(2);
            Maps queries = new Maps(frames, channels, height, width, border, border, LANES);
            Maps keys = new Maps(frames, channels, height / 2, width / 2, 0, 0, LANES);
            Maps values = new Maps(frames, 1 + random.nextInt(40), height / 2, width / 2, 0, 0, LANES);
            Maps y = new Maps(frames, values.channels(), height, width, 0, random.nextInt(2), LANES);
            compare(queries, keys, values, y, segments, random.nextBoolean());
        }
    }

    private void compare(Maps queries, Maps keys, Maps values, Maps y, int segments, boolean softmax) {
        float[] q = noise(queries);
        float[] k = noise(keys);
        float[] v = noise(values);
        Attention attention = new Attention(KERNELS, queries, keys, values, y, segments, softmax);
        float[] scratch = new float[Attention.scratchSize(keys, values, segments)];
        float[] out = new float[y.size()];
        float[] again = new float[y.size()];
        for (int threads : new int[] {1, 3}) {
            Arrays.fill(scratch, Float.NaN);
            try (WorkerPool pool = new WorkerPool(threads)) {
                attention.run(q, 0, k, 0, v, 0, threads == 1 ? out : again, 0, scratch, pool);
            }
        }
        assertArrayEquals(out, again);
        int count = segments * keys.pixels();
        for (int pixel = 0; pixel < y.frames() * y.pixels(); pixel += 1 + random.nextInt(9)) {
            int frame = pixel / y.pixels();
            int clip = frame / segments * segments;
            double[] weights = new double[count];
            for (int key = 0; key < count; key++) {
                for (int c = 0; c < keys.channels(); c++) {
                    weights[key] += (double) q[at(queries, frame, c, pixel % y.pixels())]
                            * k[at(keys, clip + key / keys.pixels(), c, key % keys.pixels())];
                }
            }
            double max = Arrays.stream(weights).max().orElseThrow();
            double sum = Arrays.stream(weights).map(affinity -> Math.exp(affinity - max)).sum();
            double[] w = Arrays.stream(weights).map(a -> softmax ? Math.exp(a - max) / sum : a / count).toArray();
            for (int c = 0; c < y.channels(); c++) {
                double expected = 0;
                for (int key = 0; key < count; key++) {
                    expected += w[key] * v[at(values, clip + key / keys.pixels(), c, key % keys.pixels())];
                }
                float actual = out[at(y, frame, c, pixel % y.pixels())];
                assertEquals(expected, actual, 3e-6 * (1 + Math.abs(expected)),
                        () -> queries + " " + keys + " " + values + (softmax ? " softmax" : ""));
            }
        }
    }

    @Test
    void softmaxOfOnePixel() {
        for (int blocks : new int[] {1, 2, 5, 40}) {
            for (float spread : new float[] {0.1f, 10, 100}) {
                int xBlock = LANES * (1 + random.nextInt(3));
                float[] x = new float[3 + blocks * xBlock];
                double[] exact = new double[blocks * LANES];
                for (int i = 0; i < exact.length; i++) {
                    x[place(i, xBlock)] = spread * (2 * random.nextFloat() - 1) + 200;
                }
                x[3] = Float.NEGATIVE_INFINITY;
                for (int i = 0; i < exact.length; i++) {
                    exact[i] = Math.exp((double) x[place(i, xBlock)] - 200);
                }
                double sum = Arrays.stream(exact).sum();
                KERNELS.maps().softmax(x, 3, xBlock, blocks, new float[LANES]);
                for (int i = 0; i < exact.length; i++) {
                    double expected = exact[i] / sum;
                    assertEquals(expected, x[place(i, xBlock)], 1e-36 + 5e-7 * expected);
                }
            }
        }
    }

    private static int place(int channel, int xBlock) {
        return 3 + channel / LANES * xBlock + channel % LANES;
    }
}
