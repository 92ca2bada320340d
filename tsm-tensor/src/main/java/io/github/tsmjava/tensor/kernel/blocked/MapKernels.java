package io.github.tsmjava.tensor.kernel.blocked;

/** What is done to blocked maps one block at a time: depthwise convolution and pooling. */
public interface MapKernels {

    /**
     * Pixels of one output row of a depthwise 3×3 convolution: {@code y = clamp(bias + sum over taps of x · w)}.
     *
     * @param xAt        the upper left tap of the first pixel
     * @param rowStride  numbers from one row to the next
     * @param pixelStep  numbers from one output pixel to the next, in the input
     * @param w          nine vectors, row by row, from {@code wAt}
     * @param biasAt     the block's bias in the epilogue
     * @param yAt        the first output pixel; the others follow side by side
     */
    void depthwise3x3(float[] x, int xAt, int rowStride, int pixelStep, float[] w, int wAt, Epilogue end, int biasAt,
                      float[] y, int yAt, int pixels);

    /** The maximum of a window of one block: {@code rows × columns} pixels from {@code xAt}. */
    void maximum(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt);

    /** The mean of a window of one block: {@code rows × columns} pixels from {@code xAt}. */
    void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt);
}
