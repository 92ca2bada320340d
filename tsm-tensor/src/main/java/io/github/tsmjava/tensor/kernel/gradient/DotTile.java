package io.github.tsmjava.tensor.kernel.gradient;

/**
 * The innermost loop of {@link WeightGradient}: the dot products of some rows of {@code a} with some rows of {@code b},
 * a row being contiguous elements. Every vector lane keeps a partial sum, so that nothing is added across lanes before
 * the end.
 */
public abstract class DotTile {

    private final int rows;
    private final int columns;
    private final int lanes;

    protected DotTile(int rows, int columns, int lanes) {
        this.rows = rows;
        this.columns = columns;
        this.lanes = lanes;
    }

    /** How many rows of {@code a} a call reads. */
    public final int rows() {
        return rows;
    }

    /** How many rows of {@code b} a call reads, which are the columns of the result. */
    public final int columns() {
        return columns;
    }

    /** What the length of a row must be a multiple of. */
    public final int lanes() {
        return lanes;
    }

    /** The partial sums of one call. */
    public final int size() {
        return rows * columns * lanes;
    }

    /**
     * Adds products: {@code sums[(i * columns + j) * lanes + l] += sum over k of a[i][k * lanes + l] * b[j][k * lanes +
     * l]}.
     *
     * @param aStarts where the rows of {@code a} begin, relative to {@code aAt}; those from index {@code row} on are
     *                read
     * @param bStarts the same for {@code b}, from index {@code column} on
     * @param count   the length of the rows
     */
    public abstract void add(float[] a, int aAt, int[] aStarts, int row, float[] b, int bAt, int[] bStarts, int column,
                             int count, float[] sums, int sumsAt);
}
