package io.github.tsmjava.tensor.kernel.winograd;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import io.github.tsmjava.tensor.kernel.gemm.GemmKernel;
import java.util.Arrays;

/**
 * The weight gradient of a 3×3 convolution of stride 1 on planes {@code [N, C, H, W]}, called by
 * {@code ConvolutionGradient}. It is the adjoint of {@link WinogradPlanes}: for each of 36 coefficients a matrix
 * product, gradients times inputs, summed over all tiles. A vector lane is a channel.
 */
public final class WinogradWeightGradient {

    private static final int COEFFICIENTS = WinogradTransform.COEFFICIENTS;
    private static final int TAPS = WinogradTransform.TAPS;
    /** Tiles of a pass, which is the depth of the sums that are formed in registers. */
    private static final int PASS_TILES = 128;

    private final GemmKernel kernel;
    private final BlockedKernels blocked;

    WinogradWeightGradient(GemmKernel kernel, BlockedKernels blocked) {
        this.kernel = kernel;
        this.blocked = blocked;
    }

    /**
     * Computes {@code dw[o, c, r, s] = sum over n, h, w of dy[n, o, h, w] * x[n, c, h + r - padH, w + s - padW]}.
     *
     * @param s  one that is {@linkplain WinogradKernels#accepts accepted}
     * @param dw overwritten
     */
    public void run(ConvShape s, float[] x, float[] dy, float[] dw, WorkerPool pool) {
        Tiles tiles = new Tiles(s, blocked.lanes());
        Product product = new Product(s);
        for (int first = 0; first < tiles.count(); first += PASS_TILES) {
            product.add(tiles, first, Math.min(PASS_TILES, tiles.count() - first), x, dy, pool);
        }
        product.transform(dw, pool);
    }

    private final class Product {

        private final ConvShape s;
        private final int lanes = blocked.lanes();
        private final int rows = kernel.rows();
        private final int columns = kernel.columns();
        private final int rowPanels;
        private final int columnPanels;
        /** From one coefficient to the next, with a gap so that not all fall into the same places of a cache. */
        private final int gradientStride;
        private final int inputStride;
        private final int sumStride;
        private final float[] gradients;
        private final float[] inputs;
        private final float[] sums;

        Product(ConvShape s) {
            this.s = s;
            rowPanels = Math.ceilDiv(s.outChannels(), rows);
            columnPanels = Math.ceilDiv(s.inChannels(), columns);
            gradientStride = rowPanels * rows * PASS_TILES + columns;
            inputStride = (columnPanels * PASS_TILES + 1) * columns;
            sumStride = (rowPanels * rows * columnPanels + 1) * columns;
            gradients = Scratch.ROWS.get(Math.multiplyExact(COEFFICIENTS, gradientStride));
            inputs = Scratch.PANELS.get(Math.multiplyExact(COEFFICIENTS, inputStride));
            sums = Scratch.SUMS.get(Math.multiplyExact(COEFFICIENTS, sumStride));
        }

        void add(Tiles tiles, int first, int count, float[] x, float[] dy, WorkerPool pool) {
            int inputGroups = Math.ceilDiv(s.inChannels(), lanes);
            int gradientGroups = Math.ceilDiv(s.outChannels(), lanes);
            pool.forEach(inputGroups + gradientGroups, task -> {
                if (task < inputGroups) {
                    transformInputs(tiles, first, count, task * lanes, x);
                } else {
                    transformGradients(tiles, first, count, (task - inputGroups) * lanes, dy);
                }
            });
            pool.forEach(COEFFICIENTS, e -> {
                if (first == 0) {
                    Arrays.fill(sums, e * sumStride, (e + 1) * sumStride, 0f);
                }
                multiply(e, count);
            });
        }

        /** Computes the kernel's right matrices, {@code [coefficient][panel][tile][channel]}. */
        private void transformInputs(Tiles tiles, int first, int count, int channel, float[] x) {
            float[] pixels = Scratch.TILE.get(COEFFICIENTS * lanes);
            float[] lines = Scratch.LINES.get(COEFFICIENTS * lanes);
            int to = channel / columns * columns * PASS_TILES + channel % columns;
            for (int tile = 0; tile < count; tile++) {
                tiles.readInputs(first + tile, x, channel, Math.min(lanes, s.inChannels() - channel), pixels);
                blocked.winograd().input(pixels, 0, WinogradTransform.INPUTS * lanes,
                        inputs, to + tile * columns, inputStride, lines);
            }
        }

        /** Computes the kernel's left matrices, {@code [coefficient][panel][tile][channel]}. */
        private void transformGradients(Tiles tiles, int first, int count, int channel, float[] dy) {
            float[] pixels = Scratch.TILE.get(2 * COEFFICIENTS * lanes);
            float[] lines = Scratch.LINES.get(COEFFICIENTS * lanes);
            int coefficients = COEFFICIENTS * lanes;
            // A panel is narrower than a vector, or wider.
            int width = Math.min(lanes, rows);
            int base = channel / rows * rows * PASS_TILES + channel % rows;
            for (int tile = 0; tile < count; tile++) {
                tiles.readOutputs(first + tile, dy, channel, Math.min(lanes, s.outChannels() - channel), pixels);
                blocked.winograd().outputGradient(pixels, 0, WinogradTransform.OUTPUTS * lanes,
                        pixels, coefficients, lanes, lines);
                for (int e = 0; e < COEFFICIENTS; e++) {
                    int to = e * gradientStride + base + tile * rows;
                    for (int i = 0; i < lanes && channel + i < rowPanels * rows; i += width) {
                        System.arraycopy(pixels, coefficients + e * lanes + i, gradients, to + i * PASS_TILES, width);
                    }
                }
            }
        }

        private void multiply(int e, int count) {
            for (int column = 0; column < columnPanels; column++) {
                for (int row = 0; row < rowPanels; row++) {
                    kernel.addProduct(gradients, e * gradientStride + row * rows * PASS_TILES,
                            inputs, e * inputStride + column * columns * PASS_TILES, count,
                            sums, e * sumStride + (row * rows * columnPanels + column) * columns,
                            columnPanels * columns);
                }
            }
        }

        void transform(float[] dw, WorkerPool pool) {
            pool.forEach(s.outChannels(), filter -> {
                float[] taps = Scratch.TILE.get(COEFFICIENTS * lanes);
                float[] lines = Scratch.LINES.get(COEFFICIENTS * lanes);
                for (int channel = 0; channel < s.inChannels(); channel += lanes) {
                    blocked.winograd().filterGradient(sums, filter * columnPanels * columns + channel, sumStride,
                            taps, 0, lines);
                    int to = (filter * s.inChannels() + channel) * TAPS;
                    int present = Math.min(lanes, s.inChannels() - channel);
                    for (int lane = 0; lane < present; lane++) {
                        for (int tap = 0; tap < TAPS; tap++) {
                            dw[to + lane * TAPS + tap] = taps[tap * lanes + lane];
                        }
                    }
                }
            });
        }
    }
}
