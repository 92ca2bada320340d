package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * The right matrix {@code [depth, columns]} of a {@link GemmConvolution}, which is never stored as a whole: a row for
 * each input channel and tap of the filter, a column for each output pixel of each image.
 *
 * <p>To pack some columns, the input rows that they read are copied one channel at a time with a border of zeros. In
 * the copy, the columns of a strided convolution are split by their remainder modulo the stride, the <em>phase</em>, so
 * that every tap reads contiguous elements.
 *
 * @param group the group whose channels these are
 */
record PatchColumns(ConvShape shape, float[] x, int group) implements Columns {

    @Override
    public int columns() {
        return shape.batch() * shape.outPlane();
    }

    @Override
    public int depth() {
        return shape.depth();
    }

    /** Whole channels only. */
    @Override
    public int depthChunk(int wanted) {
        return Math.max(1, wanted / shape.taps()) * shape.taps();
    }

    @Override
    public Packer packer(int firstColumn, int count, GemmKernel kernel, int panelPitch) {
        return new PatchPacker(firstColumn, firstColumn + count, new ColumnRanges(kernel, panelPitch),
                kernel.columns());
    }

    private final class PatchPacker implements Packer {

        private final ColumnRanges ranges;
        private final int firstImage;
        private final int endImage;
        private final int firstOutRow;
        private final int lastOutRow;
        /** From one phase of a padded row to the next, and from one padded row to the next. */
        private final int phasePitch = Math.ceilDiv((shape.outWidth() - 1) * shape.strideWidth() + shape.kernelWidth(),
                shape.strideWidth());
        private final int rowPitch = phasePitch * Math.min(shape.strideWidth(), shape.kernelWidth());
        private final float[] padded;

        PatchPacker(int firstColumn, int endColumn, ColumnRanges ranges, int slack) {
            this.ranges = ranges;
            int plane = shape.outPlane();
            int width = shape.outWidth();
            firstImage = firstColumn / plane;
            endImage = (endColumn - 1) / plane + 1;
            firstOutRow = firstColumn % plane / width;
            lastOutRow = (endColumn - 1) % plane / width;
            for (int column = firstColumn; column < endColumn; ) {
                int length = Math.min(width - column % width, endColumn - column);
                int image = column / plane;
                // Padded rows of the images before this one, of which only the first may begin late.
                int before = paddedBefore(image);
                int outRow = column % plane / width - firstRow(image);
                ranges.add((before + outRow * shape.strideHeight()) * rowPitch + column % width, length);
                column += length;
            }
            int size = paddedBefore(endImage) * rowPitch + slack;
            padded = Scratch.PADDED.get(size);
            Arrays.fill(padded, 0, size, 0f);
        }

        private int firstRow(int image) {
            return image == firstImage ? firstOutRow : 0;
        }

        private int lastRow(int image) {
            return image == endImage - 1 ? lastOutRow : shape.outHeight() - 1;
        }

        private int paddedRows(int image) {
            return (lastRow(image) - firstRow(image)) * shape.strideHeight() + shape.kernelHeight();
        }

        private int paddedBefore(int image) {
            int rows = 0;
            for (int i = firstImage; i < image; i++) {
                rows += paddedRows(i);
            }
            return rows;
        }

        @Override
        public void pack(int firstDepth, int depth, float[] panels) {
            int taps = shape.taps();
            for (int p = 0; p < depth; p += taps) {
                copyChannel((firstDepth + p) / taps);
                for (int tap = 0; tap < taps; tap++) {
                    int r = tap / shape.kernelWidth();
                    int s = tap % shape.kernelWidth();
                    int base = r * rowPitch + s % shape.strideWidth() * phasePitch + s / shape.strideWidth();
                    ranges.copy(padded, base, panels, p + tap);
                }
            }
        }

        private void copyChannel(int channel) {
            int row = 0;
            for (int image = firstImage; image < endImage; image++) {
                int plane = (image * shape.inChannels() + group * shape.groupInChannels() + channel) * shape.inPlane();
                int firstInput = firstRow(image) * shape.strideHeight() - shape.padHeight();
                int count = paddedRows(image);
                for (int i = 0; i < count; i++, row++) {
                    int input = firstInput + i;
                    boolean read = i % shape.strideHeight() < shape.kernelHeight();
                    if (read && input >= 0 && input < shape.inHeight()) {
                        copyRow(plane + input * shape.inWidth(), row * rowPitch);
                    }
                }
            }
        }

        private void copyRow(int from, int to) {
            int stride = shape.strideWidth();
            int pad = shape.padWidth();
            if (stride == 1) {
                System.arraycopy(x, from, padded, to + pad, Math.min(shape.inWidth(), phasePitch - pad));
                return;
            }
            for (int phase = 0; phase < Math.min(stride, shape.kernelWidth()); phase++) {
                int first = Math.max(0, Math.ceilDiv(pad - phase, stride));
                int end = Math.min(phasePitch, Math.floorDiv(shape.inWidth() - 1 + pad - phase, stride) + 1);
                gather(x, from + phase - pad, stride, padded, to + phase * phasePitch, first, end);
            }
        }
    }

    private static void gather(float[] from, int at, int stride, float[] to, int toAt, int first, int end) {
        for (int i = first; i < end; i++) {
            to[toAt + i] = from[at + i * stride];
        }
    }
}
