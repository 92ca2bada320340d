package io.github.tsmjava.tensor.kernel.blocked;

/**
 * Kernels of compiled plans for one block of blocked {@link Maps} at a time: depthwise convolution, convolution of
 * small groups, pooling, softmax. The steps of a plan call them.
 */
public interface MapKernels {

    /**
     * Some rows of a depthwise 3×3 convolution: {@code y = clamp(bias + sum over taps of x · w)}.
     *
     * @param xAt       the upper left tap of the first pixel
     * @param rowStride elements from one row to the next
     * @param stride    of the convolution, in both directions
     * @param w         nine vectors, row by row, from {@code wAt}
     * @param biasAt    the block's bias in the epilogue
     * @param yAt       the first output pixel; those of a row follow side by side
     * @param yRow      elements from one output row to the next
     */
    void depthwise3x3(float[] x, int xAt, int rowStride, int stride, float[] w, int wAt, Epilogue end, int biasAt,
                      float[] y, int yAt, int yRow, int rows, int columns);

    /**
     * Spreads some pixels of one block for a convolution of small groups: vector i of a pixel holds for each lane
     * channel i of the lane's own group, {@code y[i][pixel][lane] = x[pixel][lane / group · group + i]}.
     *
     * @param group channels of a group, a part of the lanes
     * @param yPart elements from one i to the next; the pixels of each lie side by side, as they do in {@code x}
     */
    void spread(float[] x, int xAt, int group, float[] y, int yAt, int yPart, int pixels);

    /**
     * Sums of vectors, lane by lane, for the pixels of a row: {@code y = clamp(bias + sum over terms and taps of
     * x · w)}. A term has three taps side by side; the pixels lie side by side, too.
     *
     * @param terms  where the vector under the first tap of each term lies in {@code x}, for the first pixel
     * @param w      a vector for each tap of each term from {@code wAt}
     * @param biasAt the block's bias in the epilogue
     */
    void threeTaps(float[] x, int[] terms, float[] w, int wAt, Epilogue end, int biasAt, float[] y, int yAt,
                          int pixels);

    /**
     * {@code y = max(x, y)} for some pixels of one block.
     *
     * @param xStride elements from one pixel to the next in {@code x}; in {@code y} they lie side by side
     */
    void maximum(float[] x, int xAt, int xStride, float[] y, int yAt, int pixels);

    /**
     * Softmax over the channels of one pixel, in place: {@code x = exp(x - max) / sum of exp(x - max)}.
     *
     * @param xAt     the pixel's block 0; block b lies {@code b·xBlock} further
     * @param scratch room for one vector
     */
    void softmax(float[] x, int xAt, int xBlock, int blocks, float[] scratch);

    /** The mean of a window of one block: {@code rows × columns} pixels from {@code xAt}. */
    void mean(float[] x, int xAt, int rowStride, int rows, int columns, float[] y, int yAt);
}
