package io.github.tsmjava.tensor.kernel.gemm;

/**
 * The right matrix {@code [depth, columns]} of a product when the elements of a row are contiguous: the pixels of a
 * pointwise convolution, or an ordinary matrix as one image with a channel for each row.
 *
 * @param data        element (p, j) at {@code offset + (j / plane) * imageStride + p * rowStride + j % plane}
 * @param images      how many images
 * @param plane       pixels of an image
 * @param imageStride from one image to the next
 * @param rowStride   from one channel to the next
 * @param depth       channels
 */
record PlaneColumns(float[] data, int offset, int images, int plane, int imageStride, int rowStride, int depth)
        implements Columns {

    @Override
    public int columns() {
        return images * plane;
    }

    @Override
    public int depthChunk(int wanted) {
        return wanted;
    }

    @Override
    public Packer packer(int firstColumn, int count, GemmKernel kernel, int panelPitch) {
        ColumnRanges ranges = new ColumnRanges(kernel, panelPitch);
        for (int column = firstColumn; column < firstColumn + count; ) {
            int pixel = column % plane;
            int length = Math.min(plane - pixel, firstColumn + count - column);
            ranges.add(column / plane * imageStride + pixel, length);
            column += length;
        }
        return (firstDepth, length, panels) -> {
            for (int p = 0; p < length; p++) {
                ranges.copy(data, offset + (firstDepth + p) * rowStride, panels, p);
            }
        };
    }
}
