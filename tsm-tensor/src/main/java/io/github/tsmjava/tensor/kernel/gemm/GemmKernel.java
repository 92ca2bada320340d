package io.github.tsmjava.tensor.kernel.gemm;

/**
 * The innermost loops of {@link Gemm}, and of Winograd convolutions in training: one tile of the result, held in
 * registers, from two packed panels, {@code [depth, rows]} and {@code [depth, columns]}.
 */
public abstract class GemmKernel {

    private final String name;
    private final int rows;
    private final int columns;

    protected GemmKernel(String name, int rows, int columns) {
        this.name = name;
        this.rows = rows;
        this.columns = columns;
    }

    /** Names the tile, as in {@code "8x2V"}: 8 rows by 2 vectors. */
    public final String name() {
        return name;
    }

    /** Rows of a tile. */
    public final int rows() {
        return rows;
    }

    /** Columns of a tile. */
    public final int columns() {
        return columns;
    }

    /**
     * Adds a product to a tile: {@code c[i, j] += sum over p of a[p, i] * b[p, j]}. The sum starts from zero and is
     * added at the end, so that long sums are formed in chunks, which keeps rounding errors small.
     *
     * @param a     {@code [depth, rows]} from {@code aAt}
     * @param b     {@code [depth, columns]} from {@code bAt}
     * @param depth how many products are summed
     * @param c     {@code [rows, columns]} from {@code cAt}, a row every {@code cStride}
     */
    public abstract void addProduct(float[] a, int aAt, float[] b, int bAt, int depth, float[] c, int cAt, int cStride);

    /**
     * Copies ranges of at most {@link #columns()} elements. Each copy writes {@code columns()} elements whatever the
     * range's length: the caller sees to it that what follows a range is written later.
     *
     * @param from source; range i starts at {@code fromAt + sources[i]}
     * @param to   target; range i starts at {@code toAt + targets[i]}
     */
    public abstract void copyRanges(float[] from, int fromAt, int[] sources,
                                    float[] to, int toAt, int[] targets, int count);
}
