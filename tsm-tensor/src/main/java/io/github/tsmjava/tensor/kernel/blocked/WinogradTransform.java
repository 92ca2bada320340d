package io.github.tsmjava.tensor.kernel.blocked;

/**
 * The transforms of Winograd's F(4×4, 3×3): 6×6 input pixels to 36 coefficients, filters of 3×3 taps to 36
 * coefficients, 36 products to 4×4 output pixels. Between them a convolution is 36 matrix products, with a quarter of
 * the multiplications. {@link WinogradConvolution} calls them on blocked maps, {@code WinogradPlanes} in training. A
 * vector is one pixel, tap or coefficient; its lanes are channels, tiles or filters, which do not mix.
 *
 * <p>Source: Lavin, Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016.
 */
public interface WinogradTransform {

    /** Output pixels along a side of a tile. */
    int OUTPUTS = 4;
    /** Input pixels, and coefficients, along a side. */
    int INPUTS = 6;
    int COEFFICIENTS = INPUTS * INPUTS;
    /** Weights of a filter along a side, and all of them. */
    int SIDE = 3;
    int TAPS = SIDE * SIDE;
    /** The matrix that turns filters into coefficients. */
    double[][] G = {
            {1.0 / 4, 0, 0},
            {-1.0 / 6, -1.0 / 6, -1.0 / 6},
            {-1.0 / 6, 1.0 / 6, -1.0 / 6},
            {1.0 / 24, 1.0 / 12, 1.0 / 6},
            {1.0 / 24, -1.0 / 12, 1.0 / 6},
            {0, 0, 1}};

    /**
     * {@code v = Bᵀ·d·B}.
     *
     * @param xAt    the upper left input pixel
     * @param vAt    coefficient 0; coefficient e lies {@code e·vStride} further
     * @param scratch room for 36 vectors
     */
    void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch);

    /**
     * {@code y = clamp(start + bias + Aᵀ·m·A)}, without the rows and columns that lie outside the image.
     *
     * @param mAt     coefficient 0; coefficient e lies {@code e·mStride} further
     * @param start   zeros or a residual, with rows {@code startRow} and pixels {@code startStride} elements apart
     * @param rows    output rows that lie in the image, 1 to 4
     * @param columns output columns that lie in the image, 1 to 4
     * @param scratch room for 28 vectors
     */
    void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStride,
                Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch);

    /**
     * The adjoint of the output's transform, {@code m = A·y·Aᵀ}: from the gradient of output pixels to that of
     * coefficients.
     *
     * @param yAt     the upper left output pixel
     * @param mAt     coefficient 0; coefficient e lies {@code e·mStride} further
     * @param scratch room for 24 vectors
     */
    void outputGradient(float[] y, int yAt, int rowStride, float[] m, int mAt, int mStride, float[] scratch);

    /**
     * The transform of filters, {@code u = G·w·Gᵀ}.
     *
     * @param w       nine vectors, one for each tap of the filter
     * @param uAt     coefficient 0; coefficient e lies {@code e·uStride} further
     * @param scratch room for 18 vectors
     */
    void filter(float[] w, int wAt, float[] u, int uAt, int uStride, float[] scratch);

    /**
     * The adjoint of the filters' transform, {@code w = Gᵀ·u·G}.
     *
     * @param uAt     coefficient 0; coefficient e lies {@code e·uStride} further
     * @param w       overwritten, nine vectors, one for each tap of the filter
     * @param scratch room for 18 vectors
     */
    void filterGradient(float[] u, int uAt, int uStride, float[] w, int wAt, float[] scratch);
}
