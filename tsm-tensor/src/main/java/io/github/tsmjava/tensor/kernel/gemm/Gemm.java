package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Matrix;

/**
 * Matrix product by blocks. A task computes a block of the result: for each block of depth it packs its columns once and
 * multiplies them with one panel of rows after the other. A block's columns stay in the core's second-level cache, the
 * panel being multiplied in its first.
 *
 * <p>Which sums are formed in which order depends on {@link #DEPTH} alone, so results are the same for any division into
 * tasks.
 */
public final class Gemm {

    /** Depth of a block: a panel of 32 columns of it fills two thirds of a 48 KiB cache. */
    private static final int DEPTH = 256;
    /** Panels of columns in a block, unless there would be too few tasks. */
    private static final int BLOCK_PANELS = 4;
    /** Rows in a block, unless there would be too few tasks: with {@link #DEPTH}, half a megabyte. */
    private static final int BLOCK_ROWS = 2048;
    /** Tasks for each thread, so that none waits long for another. */
    private static final int TASKS_PER_THREAD = 4;

    private final GemmKernel kernel;

    public Gemm(GemmKernel kernel) {
        this.kernel = kernel;
    }

    public GemmKernel kernel() {
        return kernel;
    }

    /** As {@link io.github.tsmjava.tensor.kernel.Kernels#matmul}. */
    public void matmul(int rows, int columns, int depth, Matrix a, Matrix b, float[] c, int cOffset, WorkerPool pool) {
        Columns right = b.columnStride() == 1
                ? new PlaneColumns(b.data(), b.offset(), 1, columns, 0, b.rowStride(), depth)
                : new StridedColumns(b, depth, columns);
        multiply(a, rows, right, new Result(c, cOffset, columns, columns, 0, null, 0), pool);
    }

    /** Computes {@code result[i, j] = bias[i] + sum over p of a[i, p] * b[p, j]}. */
    void multiply(Matrix a, int rows, Columns b, Result result, WorkerPool pool) {
        int depthBlock = b.depthBlock(DEPTH);
        PackedRows packed = PackedRows.pack(a, rows, b.depth(), depthBlock, kernel.rows(), pool);
        int panels = Math.ceilDiv(b.columns(), kernel.columns());
        int wantedTasks = pool.threads() == 1 ? 1 : TASKS_PER_THREAD * pool.threads();
        int blockPanels = Math.clamp(panels / wantedTasks, 1, BLOCK_PANELS);
        int columnBlocks = Math.ceilDiv(panels, blockPanels);
        int wantedRowBlocks = Math.max(Math.ceilDiv(rows, BLOCK_ROWS), wantedTasks / columnBlocks);
        int blockRowPanels = Math.max(1, Math.ceilDiv(packed.panels(), wantedRowBlocks));
        int rowBlocks = Math.ceilDiv(packed.panels(), blockRowPanels);
        pool.forEach(columnBlocks * rowBlocks, task -> {
            int firstPanel = task / rowBlocks * blockPanels;
            int firstRowPanel = task % rowBlocks * blockRowPanels;
            multiplyBlock(packed, firstRowPanel, Math.min(packed.panels(), firstRowPanel + blockRowPanels),
                    b, firstPanel * kernel.columns(), Math.min(panels, firstPanel + blockPanels) * kernel.columns(),
                    result);
        });
    }

    private void multiplyBlock(PackedRows a, int firstRowPanel, int endRowPanel, Columns b, int firstColumn, int paddedEnd,
                               Result result) {
        int width = kernel.columns();
        int endColumn = Math.min(paddedEnd, b.columns());
        int paddedColumns = paddedEnd - firstColumn;
        // One row of slack behind each panel, since a copied piece may be longer than its columns.
        int panelPitch = (Math.min(a.depthBlock, a.depth) + 1) * width;
        float[] panels = Scratch.PANELS.get(paddedColumns / width * panelPitch);
        Columns.Block block = b.block(firstColumn, endColumn - firstColumn, kernel, panelPitch);
        int columns = endColumn - firstColumn;
        int firstRow = firstRowPanel * kernel.rows();
        int paddedRows = (endRowPanel - firstRowPanel) * kernel.rows();
        int rows = Math.min(a.rows - firstRow, paddedRows);
        Result.Sums sums = result.open(firstRow, rows, paddedRows, firstColumn, columns, paddedColumns);
        for (int first = 0; first < a.depth; first += a.depthBlock) {
            int depth = Math.min(a.depthBlock, a.depth - first);
            block.pack(first, depth, panels);
            for (int column = 0; column < paddedColumns; column += width) {
                int panel = column / width * panelPitch;
                for (int rowPanel = firstRowPanel; rowPanel < endRowPanel; rowPanel++) {
                    int at = sums.at() + (rowPanel - firstRowPanel) * kernel.rows() * sums.stride() + column;
                    kernel.addProduct(a.data, a.offset(rowPanel, first), panels, panel, depth, sums.data(), at, sums.stride());
                }
            }
        }
        result.close(sums, firstRow, rows, firstColumn, columns);
    }
}
