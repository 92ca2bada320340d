package io.github.tsmjava.tensor.kernel.depthwise;

/**
 * The innermost loops of {@link DepthwisePlanes} and {@link DepthwiseStack}: depthwise 3×3 convolutions with a padding
 * of 1, and their weight gradients, on planes {@code [H, W]} as contiguous elements. Rows need no border: what a tap
 * reads beyond the end of a row is multiplied by zero, with {@link Masks}.
 */
public abstract class PlaneKernel {

    /** 1 where a position has a left, or right, neighbour in its row, else 0. */
    public record Masks(float[] left, float[] right) {

        /** For rows of the given width; positions beyond {@code count} have no neighbours. */
        static Masks of(int width, int count, int lanes) {
            Masks masks = new Masks(new float[count + lanes], new float[count + lanes]);
            for (int i = 0; i < count; i++) {
                masks.left[i] = i % width == 0 ? 0 : 1;
                masks.right[i] = i % width == width - 1 ? 0 : 1;
            }
            return masks;
        }
    }

    private final int lanes;

    protected PlaneKernel(int lanes) {
        this.lanes = lanes;
    }

    /** What counts are rounded up to a multiple of. */
    public final int lanes() {
        return lanes;
    }

    /**
     * Computes {@code y[i] = start + sum over r, s of w[r, s] * x[i + (r - 1) * width + s - 1]}, within rows.
     *
     * @param xAt   where position 0 is; a row and an element before it and after the last must exist
     * @param w     nine weights from {@code wAt}
     * @param masks from their beginning, so position 0 must begin a row
     */
    public abstract void convolve(float[] x, int xAt, int width, Masks masks, float[] w, int wAt, float start,
                                  float[] y, int yAt, int count);

    /**
     * Adds to the partial sums of nine taps, within rows: {@code sums[r, s] += sum over i of g[i] * x[i + (r - 1) *
     * width + s - 1]}.
     *
     * @param g from {@code gAt}; zeros after {@code count}
     */
    public abstract void dots(float[] g, int gAt, float[] x, int xAt, int width, Masks masks, int count, float[] sums);
}
