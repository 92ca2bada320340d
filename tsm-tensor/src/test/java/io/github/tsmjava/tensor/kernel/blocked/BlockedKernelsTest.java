package io.github.tsmjava.tensor.kernel.blocked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.scalar.ScalarConvTile;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels for blocked maps, whatever their width, against their definitions in double precision. */
class BlockedKernelsTest {

    private static final BlockedKernels KERNELS = Kernels.get().blocked();
    private static final int LANES = KERNELS.lanes();

    private final Random random = new Random(5);

    static Stream<ConvTile> tiles() {
        return Stream.of(KERNELS.tiles(), KERNELS.shallow(), KERNELS.strided()).flatMap(List::stream);
    }

    private float[] noise(int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = random.nextFloat() * 2 - 1;
        }
        return numbers;
    }

    @ParameterizedTest
    @MethodSource("tiles")
    void aTileSumsItsSteps(ConvTile tile) {
        boolean sideBySide = !KERNELS.strided().contains(tile);
        for (int count : new int[] {0, 1, 2, 7, 40}) {
            int xStride = sideBySide ? LANES : 1 + random.nextInt(3 * LANES);
            int[] quads = new int[2 * count];
            for (int s = 0; s < count; s++) {
                quads[2 * s] = random.nextInt(100);
                quads[2 * s + 1] = random.nextInt(5) * 8 * LANES;
            }
            float[] x = noise(10 + 100 + tile.pixels() * xStride + 4);
            float[] w = noise(3 + 5 * 8 * LANES);
            float[] start = noise(2 + tile.pixels() * LANES + 3 * LANES);
            Epilogue end = new Epilogue(noise(4 * LANES), random.nextBoolean() ? 0 : Float.NEGATIVE_INFINITY, 1.5f);
            int yBlock = (tile.pixels() + 1) * LANES;
            float[] y = new float[5 + yBlock + tile.pixels() * LANES + 5];
            Arrays.fill(y, Float.NaN);
            tile.sum(x, 10, xStride, quads, quads.length, w, 3, start, 2, LANES, 2 * LANES, end, LANES, y, 5, yBlock);
            int written = 0;
            for (int p = 0; p < tile.pixels(); p++) {
                for (int o = 0; o < 2 * LANES; o++) {
                    int block = o / LANES;
                    int lane = o % LANES;
                    double sum = start[2 + p * LANES + block * 2 * LANES + lane] + end.bias()[LANES + o];
                    for (int s = 0; s < count; s++) {
                        for (int i = 0; i < ConvTile.QUAD_SIZE; i++) {
                            sum += (double) x[10 + quads[2 * s] + p * xStride + i]
                                    * w[3 + quads[2 * s + 1] + i * 2 * LANES + o];
                        }
                    }
                    int at = 5 + block * yBlock + p * LANES + lane;
                    assertEquals(Math.clamp(sum, end.low(), end.high()), y[at], 1e-4,
                            tile + " with " + count + " quads");
                    y[at] = Float.NaN;
                    written++;
                }
            }
            assertEquals(2 * tile.pixels() * LANES, written);
            for (float untouched : y) {
                assertTrue(Float.isNaN(untouched), tile + " writes beyond its pixels");
            }
        }
    }

    /** Of long sums with a shift and a residual, on maps whose last tile overlaps another. */
    @Test
    void aSumIsTheSameHoweverManyPartsItIsFormedIn() {
        for (int channels : new int[] {16, 90, 300}) {
            for (int side : new int[] {1, 3, 7}) {
                float[] whole = convolution(channels, side, Integer.MAX_VALUE);
                for (int partQuads : new int[] {1, 5, 32}) {
                    // Scalar kernels add up each part in double precision.
                    float error = KERNELS.tiles().getFirst() instanceof ScalarConvTile ? 1e-4f : 0;
                    assertArrayEquals(whole, convolution(channels, side, partQuads), error,
                            channels + " channels, " + side + "², " + partQuads + " quads in a part");
                }
            }
        }
    }

    private float[] convolution(int channels, int side, int partQuads) {
        random.setSeed(channels);
        int frames = 3;
        int outputs = 40;
        BlockedKernels kernels = new BlockedKernels(LANES, KERNELS.tiles(), KERNELS.shallow(), KERNELS.strided(),
                new BlockedKernels.Caches(1 << 12, partQuads), KERNELS.maps(), KERNELS.winograd());
        Maps from = new Maps(frames, channels, side, side, 0, 0, LANES);
        Maps to = new Maps(frames, outputs, side, side, 0, 0, LANES);
        ConvQuads quads = ConvQuads.blocked(from, 1, 0, new FoldOffsets(channels / 8, 1, -1, frames, false));
        BlockedConvolution convolution = new BlockedConvolution(kernels, quads, 0, from.rowStride(), LANES,
                from.frameStride(), to, to, true, noise(outputs * channels),
                new Epilogue(noise(outputs + 4 * LANES), -1, 2));
        float[] y = new float[to.size()];
        convolution.run(quads.tables(frames, kernels), noise(from.size()), 0, noise(to.size()), 0, y, 0,
                WorkerPool.current());
        return y;
    }

    @Test
    void depthwiseSumsNineTaps() {
        for (int stride = 1; stride <= 2; stride++) {
            for (int columns : new int[] {1, 2, 3, 5, 8, 13}) {
                for (int rows = 1; rows <= 3; rows++) {
                    depthwise(stride, rows, columns);
                }
            }
        }
    }

    private void depthwise(int stride, int rows, int columns) {
        int rowStride = (columns * stride + 3) * LANES;
        int yRow = (columns + 1) * LANES;
        float[] x = noise(7 + (rows * stride + 3) * rowStride);
        float[] w = noise(9 * LANES + 1);
        Epilogue end = new Epilogue(noise(2 * LANES), 0, 6);
        float[] y = new float[1 + rows * yRow + 1];
        Arrays.fill(y, Float.NaN);
        KERNELS.maps().depthwise3x3(x, 7, rowStride, stride, w, 1, end, LANES, y, 1, yRow, rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < columns * LANES; i++) {
                double sum = end.bias()[LANES + i % LANES];
                for (int tap = 0; tap < 9; tap++) {
                    sum += (double) x[7 + (row * stride + tap / 3) * rowStride + (i / LANES * stride + tap % 3) * LANES
                            + i % LANES]
                            * w[1 + tap * LANES + i % LANES];
                }
                assertEquals(Math.clamp(sum, 0, 6), y[1 + row * yRow + i], 1e-5);
                y[1 + row * yRow + i] = Float.NaN;
            }
        }
        for (float untouched : y) {
            assertTrue(Float.isNaN(untouched));
        }
    }

    @Test
    void meansSeeTheirWindowAlone() {
        int rowStride = 9 * LANES;
        for (int rows = 1; rows <= 3; rows++) {
            for (int columns = 1; columns <= 7; columns++) {
                float[] x = noise(4 * rowStride);
                float[] mean = new float[LANES];
                KERNELS.maps().mean(x, LANES, rowStride, rows, columns, mean, 0);
                for (int lane = 0; lane < LANES; lane++) {
                    double sum = 0;
                    for (int i = 0; i < rows * columns; i++) {
                        sum += x[LANES + i / columns * rowStride + i % columns * LANES + lane];
                    }
                    assertEquals(sum / (rows * columns), mean[lane], 1e-6);
                }
            }
        }
    }

    @Test
    void maximaKeepWhatIsLarger() {
        for (int step = 1; step <= 3; step++) {
            for (int pixels = 1; pixels <= 9; pixels++) {
                float[] x = noise(30 * LANES);
                x[LANES + 1] = Float.NaN;
                float[] before = noise(11 * LANES);
                float[] y = before.clone();
                KERNELS.maps().maximum(x, LANES, step * LANES, y, LANES, pixels);
                for (int i = 0; i < y.length; i++) {
                    int pixel = i / LANES - 1;
                    boolean inside = pixel >= 0 && pixel < pixels;
                    float expected = inside ? Math.max(before[i], x[(1 + pixel * step) * LANES + i % LANES])
                            : before[i];
                    assertEquals(expected, y[i]);
                }
            }
        }
    }

    /** The two transforms and a product of coefficients between them make a 3×3 convolution. */
    @Test
    void winogradConvolves() {
        float[] x = noise(36 * LANES);
        float[] w = noise(9);
        float[] v = new float[36 * LANES];
        float[] scratch = new float[36 * LANES];
        KERNELS.winograd().input(x, 0, 6 * LANES, v, 0, LANES, scratch);
        RealMatrix coefficients = coefficients(w, 0, 1);
        for (int i = 0; i < v.length; i++) {
            int e = i / LANES;
            v[i] *= (float) coefficients.getEntry(e / 6, e % 6);
        }
        float[] start = noise(16 * LANES);
        Epilogue end = new Epilogue(noise(LANES), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        for (int rows = 1; rows <= 4; rows++) {
            for (int columns = 1; columns <= 4; columns++) {
                float[] y = new float[16 * LANES];
                KERNELS.winograd().output(v, 0, LANES, start, 0, 4 * LANES, LANES, end, 0, y, 0, 4 * LANES,
                        rows, columns, scratch);
                for (int i = 0; i < 16 * LANES; i++) {
                    int row = i / LANES / 4;
                    int column = i / LANES % 4;
                    double sum = start[i] + end.bias()[i % LANES];
                    for (int tap = 0; tap < 9; tap++) {
                        sum += (double) w[tap] * x[((row + tap / 3) * 6 + column + tap % 3) * LANES + i % LANES];
                    }
                    assertEquals(row < rows && column < columns ? sum : 0, y[i], 1e-4);
                }
            }
        }
    }

    @Test
    void winogradTransformsFilters() {
        float[] w = noise(9 * LANES);
        float[] u = new float[36 * LANES];
        KERNELS.winograd().filter(w, 0, u, 0, LANES, new float[18 * LANES]);
        for (int lane = 0; lane < LANES; lane++) {
            RealMatrix expected = coefficients(w, lane, LANES);
            for (int e = 0; e < 36; e++) {
                assertEquals(expected.getEntry(e / 6, e % 6), u[e * LANES + lane], 1e-6);
            }
        }
    }

    /** {@code G·w·Gᵀ} of a filter whose taps lie {@code step} apart. */
    private static RealMatrix coefficients(float[] w, int at, int step) {
        RealMatrix filter = MatrixUtils.createRealMatrix(3, 3);
        for (int tap = 0; tap < 9; tap++) {
            filter.setEntry(tap / 3, tap % 3, w[at + tap * step]);
        }
        RealMatrix g = CookToom.doubles(CookToom.G);
        return g.multiply(filter).multiply(g.transpose());
    }

    /** For a linear map F and its adjoint, F(a)·b = a·F'(b). */
    @Test
    void winogradGradientsAreAdjoint() {
        float[] scratch = new float[36 * LANES];
        float[] w = noise(9 * LANES);
        float[] u = new float[36 * LANES];
        KERNELS.winograd().filter(w, 0, u, 0, LANES, scratch);
        float[] du = noise(36 * LANES);
        float[] dw = new float[9 * LANES];
        KERNELS.winograd().filterGradient(du, 0, LANES, dw, 0, scratch);
        assertSameProducts(u, du, w, dw);

        float[] m = noise(36 * LANES);
        float[] y = new float[16 * LANES];
        Epilogue end = new Epilogue(new float[LANES], Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        KERNELS.winograd().output(m, 0, LANES, new float[LANES], 0, 0, 0, end, 0, y, 0, 4 * LANES, 4, 4, scratch);
        float[] dy = noise(16 * LANES);
        float[] dm = new float[36 * LANES];
        KERNELS.winograd().outputGradient(dy, 0, 4 * LANES, dm, 0, LANES, scratch);
        assertSameProducts(y, dy, m, dm);
    }

    private static void assertSameProducts(float[] y, float[] dy, float[] x, float[] dx) {
        for (int lane = 0; lane < LANES; lane++) {
            double outside = product(y, dy, lane);
            assertEquals(outside, product(x, dx, lane), 1e-4 * Math.max(1, Math.abs(outside)));
        }
    }

    private static double product(float[] a, float[] b, int lane) {
        double sum = 0;
        for (int i = lane; i < a.length; i += LANES) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
