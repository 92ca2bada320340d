package io.github.tsmjava.tensor.kernel.depthwise;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.depthwise.PlaneKernel.Masks;
import java.util.Arrays;

/**
 * {@link DepthwisePlanes} on stacked images {@code [C, N, H, W]}, called by {@code ImageStack}. Some images of a
 * channel are copied with a row of zeros between two, and computed as contiguous elements, so that small images are not
 * slow. With a stride of 2, everything is computed with stride 1, and every second row and element is kept; backwards,
 * zeros are put between the elements of the gradient.
 */
public final class DepthwiseStack {

    private static final int TAPS = 9;
    /** Elements of a chunk. */
    private static final int GROUP_SIZE = 2048;

    private final PlaneKernel kernel;

    DepthwiseStack(PlaneKernel kernel) {
        this.kernel = kernel;
    }

    /** Where images lie while they are computed. Those that are computed together are a chunk. */
    private final class Layout {

        final ConvShape s;
        final int stride;
        final int together;
        final int chunks;
        /** From one copied image to the next, the row of zeros included. */
        final int pitch;
        /** Zeros before the first image. */
        final int margin;
        final Masks masks;

        Layout(ConvShape s) {
            this.s = s;
            stride = s.strideWidth();
            pitch = s.inPlane() + s.inWidth();
            together = Math.clamp(GROUP_SIZE / pitch, 1, s.batch());
            chunks = Math.ceilDiv(s.batch(), together);
            margin = s.inWidth() + 1;
            masks = Masks.of(s.inWidth(), together * pitch, kernel.lanes());
        }

        int first(int chunk) {
            return chunk * together;
        }

        int count(int chunk) {
            return Math.min(together, s.batch() - first(chunk));
        }

        /** Elements of so many copied images, without the last one's row of zeros. */
        int length(int images) {
            return images * pitch - s.inWidth();
        }

        /** A buffer of zeros. */
        float[] buffer(Scratch scratch) {
            int size = together * pitch + 2 * margin + kernel.lanes();
            float[] padded = scratch.get(size);
            Arrays.fill(padded, 0, size, 0f);
            return padded;
        }

        float[] sums() {
            return Scratch.SUMS.get(together * pitch + kernel.lanes());
        }

        int inAt(int channel, int chunk) {
            return (channel * s.batch() + first(chunk)) * s.inPlane();
        }

        int outAt(int channel, int chunk) {
            return (channel * s.batch() + first(chunk)) * s.outPlane();
        }

        /** Copies neighbouring images. */
        void fill(float[] x, int from, int images, float[] padded) {
            for (int i = 0; i < images; i++) {
                System.arraycopy(x, from + i * s.inPlane(), padded, margin + i * pitch, s.inPlane());
            }
            clear(images, padded);
        }

        /** Copies output gradients to the input positions they were computed at. */
        void scatter(float[] dy, int from, int images, float[] padded) {
            for (int i = 0; i < images; i++) {
                if (stride == 1) {
                    System.arraycopy(dy, from + i * s.outPlane(), padded, margin + i * pitch, s.outPlane());
                    continue;
                }
                for (int row = 0; row < s.outHeight(); row++) {
                    int at = from + i * s.outPlane() + row * s.outWidth();
                    int to = margin + i * pitch + 2 * row * s.inWidth();
                    for (int j = 0; j < s.outWidth(); j++) {
                        padded[to + 2 * j] = dy[at + j];
                    }
                }
            }
            clear(images, padded);
        }

        /** Clears what a chunk with more images has left. */
        private void clear(int images, float[] padded) {
            Arrays.fill(padded, margin + images * pitch, margin + together * pitch, 0f);
        }

        /** Copies the sums that lie inside images. */
        void keepAll(float[] sums, int images, float[] y, int to) {
            for (int i = 0; i < images; i++) {
                System.arraycopy(sums, i * pitch, y, to + i * s.inPlane(), s.inPlane());
            }
        }

        void keepSecond(float[] sums, int images, float[] y, int to) {
            for (int i = 0; i < images; i++) {
                for (int row = 0; row < s.outHeight(); row++) {
                    int at = i * pitch + 2 * row * s.inWidth();
                    int start = to + i * s.outPlane() + row * s.outWidth();
                    for (int j = 0; j < s.outWidth(); j++) {
                        y[start + j] = sums[at + 2 * j];
                    }
                }
            }
        }
    }

    /**
     * Convolves.
     *
     * @param s one that {@link DepthwisePlanes#accepts}
     * @param x {@code [C, N, H, W]}
     * @param y {@code [C, N, outH, outW]}, overwritten
     */
    public void run(ConvShape s, float[] x, float[] weight, float[] y, WorkerPool pool) {
        Layout layout = new Layout(s);
        pool.forEach(s.inChannels(), channel -> {
            float[] padded = layout.buffer(Scratch.PADDED);
            float[] sums = layout.sums();
            for (int chunk = 0; chunk < layout.chunks; chunk++) {
                int images = layout.count(chunk);
                layout.fill(x, layout.inAt(channel, chunk), images, padded);
                kernel.convolve(padded, layout.margin, s.inWidth(), layout.masks, weight, channel * TAPS, 0f,
                        sums, 0, layout.length(images));
                if (layout.stride == 1) {
                    layout.keepAll(sums, images, y, layout.outAt(channel, chunk));
                } else {
                    layout.keepSecond(sums, images, y, layout.outAt(channel, chunk));
                }
            }
        });
    }

    /** The gradients with respect to input and weights, both overwritten. */
    public void gradients(ConvShape s, float[] x, float[] weight, float[] dy, float[] dx, float[] dw, WorkerPool pool) {
        Layout layout = new Layout(s);
        float[] mirrored = DepthwisePlanes.mirrored(weight);
        int lanes = kernel.lanes();
        pool.forEach(s.inChannels(), channel -> {
            float[] padded = layout.buffer(Scratch.PADDED);
            float[] gradient = layout.buffer(Scratch.PANELS);
            float[] sums = layout.sums();
            float[] products = new float[TAPS * lanes];
            double[] total = new double[TAPS];
            for (int chunk = 0; chunk < layout.chunks; chunk++) {
                int images = layout.count(chunk);
                layout.scatter(dy, layout.outAt(channel, chunk), images, gradient);
                kernel.convolve(gradient, layout.margin, s.inWidth(), layout.masks, mirrored, channel * TAPS, 0f,
                        sums, 0, layout.length(images));
                layout.keepAll(sums, images, dx, layout.inAt(channel, chunk));
                layout.fill(x, layout.inAt(channel, chunk), images, padded);
                Arrays.fill(products, 0f);
                kernel.dots(gradient, layout.margin, padded, layout.margin, s.inWidth(), layout.masks,
                        layout.length(images), products);
                for (int tap = 0; tap < TAPS; tap++) {
                    total[tap] += LaneSum.of(products, tap * lanes, lanes);
                }
            }
            for (int tap = 0; tap < TAPS; tap++) {
                dw[channel * TAPS + tap] = (float) total[tap];
            }
        });
    }
}
