package io.github.tsmjava.tensor.kernel.gradient;

/**
 * The innermost loop of a weight gradient: the products of some runs of numbers with some others, summed along the
 * runs.
 * Every vector lane keeps a sum of its own, so that nothing is added across lanes before the very end.
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

    /** How many runs of {@code a} a call reads. */
    public final int rows() {
        return rows;
    }

    /** How many runs of {@code b} a call reads. */
    public final int columns() {
        return columns;
    }

    /** What the length of a run must be a multiple of. */
    public final int lanes() {
        return lanes;
    }

    /** The sums of one call. */
    public final int size() {
        return rows * columns * lanes;
    }

    /**
     * Adds products: {@code sums[(i * columns + j) * lanes + l] += sum over k of a[i][k * lanes + l] * b[j][k * lanes
     * + l]}.
     *
     * @param aStarts where the runs of {@code a} begin, counted from {@code aAt}; those from number {@code row} on are
     *               read
     * @param bStarts the same for {@code b}, from number {@code column} on
     * @param count   the length of the runs
     */
    public abstract void add(float[] a, int aAt, int[] aStarts, int row, float[] b, int bAt, int[] bStarts, int column,
                             int count, float[] sums, int sumsAt);
}
