package io.github.tsmjava.tensor.kernel.winograd;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import java.util.Arrays;

/**
 * A 3×3 convolution of stride 1 by Winograd's F(4×4, 3×3) on planes {@code [N, C, H, W]}, for networks whose filters
 * change with every training step: for each of 36 coefficients a matrix product, filters times tiles. A vector lane is
 * a tile; where filters are transformed, it is one filter's taps for one channel. {@code Kernels.winograd} holds it.
 *
 * <p>A pass transforms, multiplies and transforms back some tiles, so few that their coefficients stay in a cache; a
 * convolution of fewer passes than there are threads is a single one. The largest error is about 1e-5 of the largest
 * output.
 */
public final class WinogradPlanes implements ConvAlgorithm {

    private static final int COEFFICIENTS = WinogradTransform.COEFFICIENTS;
    private static final int INPUTS = WinogradTransform.INPUTS;
    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    private static final int TAPS = WinogradTransform.TAPS;
    /** Depth of the sums that are formed in registers. */
    private static final int DEPTH = 256;
    /** Elements of a pass's coefficients: 2 MiB. */
    private static final int PASS_SIZE = 1 << 19;
    /** Channels that are transformed by one task. */
    private static final int GRAIN = 4;

    private final GemmKernel kernel;
    private final BlockedKernels blocked;
    private final int lanes;

    WinogradPlanes(GemmKernel kernel, BlockedKernels blocked) {
        this.kernel = kernel;
        this.blocked = blocked;
        this.lanes = blocked.lanes();
    }

    @Override
    public String name() {
        return "winograd-" + kernel.name();
    }

    @Override
    public boolean accepts(ConvShape shape) {
        return WinogradKernels.accepts(shape);
    }

    @Override
    public void run(ConvShape s, float[] x, float[] weight, float[] bias, float[] y, WorkerPool pool) {
        convolve(s, x, transformFilters(s, weight, false, pool), bias, y, pool);
    }

    /**
     * The gradient of a convolution with respect to its input, which is a convolution of the output's gradient with
     * mirrored filters.
     *
     * @param shape  of the convolution, one that is {@linkplain WinogradKernels#accepts accepted}
     * @param weight {@code [O, C, 3, 3]}
     * @param dy     {@code [N, O, outH, outW]}
     * @param dx     {@code [N, C, H, W]}, overwritten
     */
    public void inputGradient(ConvShape shape, float[] weight, float[] dy, float[] dx, WorkerPool pool) {
        ConvShape s = WinogradKernels.ofInputGradient(shape);
        convolve(s, dy, transformFilters(s, weight, true, pool), null, dx, pool);
    }

    private void convolve(ConvShape s, float[] x, float[] filters, float[] bias, float[] y, WorkerPool pool) {
        Tiles tiles = new Tiles(s, lanes);
        int width = kernel.columns();
        int wanted = Math.max(1, PASS_SIZE / (COEFFICIENTS * (s.inChannels() + s.outChannels()) * width)) * width;
        int passes = Math.ceilDiv(tiles.count(), wanted);
        // A single pass divides its own loops among the threads.
        int length = passes < pool.threads() ? tiles.count()
                : Math.ceilDiv(Math.ceilDiv(tiles.count(), passes), width) * width;
        pool.forRanges(tiles.count(), length, (first, end) ->
                new Pass(s, tiles, first, end, filters).run(x, bias, y, pool));
    }

    /**
     * Coefficients of the filters as the kernel's left matrices, {@code [coefficient][panel][channel][row]}. The last
     * panel's missing rows repeat the last filter.
     *
     * @param mirrored whether the taps are to be reversed, and the weights are {@code [channel, filter, …]}
     */
    private float[] transformFilters(ConvShape s, float[] weight, boolean mirrored, WorkerPool pool) {
        int rows = kernel.rows();
        int size = filterPanel(s);
        int stride = filterStride(s);
        float[] filters = Scratch.ROWS.get(Math.multiplyExact(COEFFICIENTS, stride));
        pool.forEach(Math.ceilDiv(s.outChannels(), rows), panel -> {
            float[] taps = Scratch.TILE.get(TAPS * lanes);
            float[] lines = Scratch.LINES.get(COEFFICIENTS * lanes);
            for (int at = 0; at < size; at += lanes) {
                for (int lane = 0; lane < lanes; lane++) {
                    int channel = Math.min((at + lane) / rows, s.inChannels() - 1);
                    int filter = Math.min(panel * rows + (at + lane) % rows, s.outChannels() - 1);
                    int from = mirrored ? (channel * s.outChannels() + filter + 1) * TAPS - 1
                            : (filter * s.inChannels() + channel) * TAPS;
                    int step = mirrored ? -1 : 1;
                    for (int tap = 0; tap < TAPS; tap++) {
                        taps[tap * lanes + lane] = weight[from + tap * step];
                    }
                }
                blocked.winograd().filter(taps, 0, filters, panel * size + at, stride, lines);
            }
        });
        return filters;
    }

    /** From one panel of filters to the next. */
    private int filterPanel(ConvShape s) {
        return Math.ceilDiv(kernel.rows() * s.inChannels(), lanes) * lanes;
    }

    /** From one coefficient to the next, with a gap so that not all fall into the same places of a cache. */
    private int filterStride(ConvShape s) {
        return Math.ceilDiv(s.outChannels(), kernel.rows()) * filterPanel(s) + kernel.columns();
    }

    /** Some tiles through all transforms and products. */
    private final class Pass {

        private final ConvShape s;
        private final Tiles tiles;
        private final int first;
        private final int count;
        private final float[] filters;
        private final int panels;
        /** Columns of a coefficient's outputs, and from one coefficient to the next, with a gap as above. */
        private final int columns;
        private final int inputStride;
        private final int outputStride;
        private final float[] inputs;
        private final float[] outputs;

        Pass(ConvShape s, Tiles tiles, int first, int end, float[] filters) {
            this.s = s;
            this.tiles = tiles;
            this.first = first;
            this.count = end - first;
            this.filters = filters;
            panels = Math.ceilDiv(count, kernel.columns());
            columns = panels * kernel.columns();
            inputStride = s.inChannels() * columns + kernel.columns();
            outputStride = Math.ceilDiv(s.outChannels(), kernel.rows()) * kernel.rows() * columns + kernel.columns();
            inputs = Scratch.PANELS.get(Math.multiplyExact(COEFFICIENTS, inputStride));
            outputs = Scratch.SUMS.get(Math.multiplyExact(COEFFICIENTS, outputStride));
        }

        void run(float[] x, float[] bias, float[] y, WorkerPool pool) {
            pool.forRanges(s.inChannels(), GRAIN, (from, end) -> {
                for (int channel = from; channel < end; channel++) {
                    transformInput(channel, x);
                }
            });
            pool.forEach(COEFFICIENTS, this::multiply);
            pool.forRanges(s.outChannels(), GRAIN, (from, end) -> {
                for (int channel = from; channel < end; channel++) {
                    transformOutput(channel, bias == null ? 0 : bias[channel], y);
                }
            });
        }

        /** Computes the kernel's right matrices, {@code [coefficient][panel][channel][tile]}. */
        private void transformInput(int channel, float[] x) {
            float[] bordered = Scratch.PADDED.get(tiles.borderedSize());
            float[] pixels = Scratch.TILE.get(COEFFICIENTS * lanes);
            float[] lines = Scratch.LINES.get(COEFFICIENTS * lanes);
            int width = kernel.columns();
            int image = -1;
            for (int at = 0; at < count; at += lanes) {
                for (int tile = at; tile < Math.min(at + lanes, count); tile++) {
                    if (tiles.image(first + tile) != image) {
                        image = tiles.image(first + tile);
                        tiles.border(image, channel, x, bordered);
                    }
                    tiles.readInput(first + tile, bordered, pixels, tile - at);
                }
                int to = (at / width * s.inChannels() + channel) * width + at % width;
                blocked.winograd().input(pixels, 0, INPUTS * lanes, inputs, to, inputStride, lines);
            }
        }

        /** Computes the products {@code [coefficient][filter][tile]}. */
        private void multiply(int e) {
            int rows = kernel.rows();
            int depth = s.inChannels();
            int filterStride = filterStride(s);
            int filterPanel = filterPanel(s);
            int to = e * outputStride;
            Arrays.fill(outputs, to, to + outputStride, 0f);
            for (int panel = 0; panel < panels; panel++) {
                int right = e * inputStride + panel * depth * kernel.columns();
                for (int row = 0; row < s.outChannels(); row += rows) {
                    int left = e * filterStride + row / rows * filterPanel;
                    for (int channel = 0; channel < depth; channel += DEPTH) {
                        kernel.addProduct(filters, left + channel * rows, inputs, right + channel * kernel.columns(),
                                Math.min(DEPTH, depth - channel),
                                outputs, to + row * columns + panel * kernel.columns(), columns);
                    }
                }
            }
        }

        private void transformOutput(int channel, float bias, float[] y) {
            float[] pixels = Scratch.TILE.get(OUTPUTS * OUTPUTS * lanes);
            float[] lines = Scratch.LINES.get(COEFFICIENTS * lanes);
            for (int at = 0; at < count; at += lanes) {
                blocked.winograd().output(outputs, channel * columns + at, outputStride, blocked.zeros(), 0, 0, 0,
                        blocked.identity(), 0, pixels, 0, OUTPUTS * lanes, OUTPUTS, OUTPUTS, lines);
                for (int lane = 0; lane < Math.min(lanes, count - at); lane++) {
                    tiles.writeOutput(first + at + lane, pixels, lane, bias, y, channel);
                }
            }
        }
    }
}
