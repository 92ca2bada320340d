package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import io.github.tsmjava.tensor.kernel.base.Scratch;

/**
 * Matrix product {@code c[i, j] = sum over p of a[i, p] * b[p, j]}, for {@code Kernels.matmul} and
 * {@link GemmConvolution}. A task computes a region of the result: for each chunk of the depth it packs its columns
 * once and multiplies them with one panel of rows after the other. A region's columns stay in the core's second-level
 * cache, the panel being multiplied in its first.
 *
 * <p>Which sums are formed in which order depends on {@link #DEPTH} alone, so results are the same for any division
 * into tasks.
 */
public final class Gemm {

    /** Depth of a chunk: a panel of 32 columns of it fills two thirds of a 48 KiB cache. */
    private static final int DEPTH = 256;
    /** Panels of columns in a region, unless there would be too few tasks. */
    private static final int REGION_PANELS = 8;
    /** Rows in a region, unless there would be too few tasks: with {@link #DEPTH}, half a megabyte. */
    private static final int REGION_ROWS = 2048;
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
        PackedRows packed = PackedRows.pack(a, rows, b.depth(), b.depthChunk(DEPTH), kernel.rows(), pool);
        int panels = Math.ceilDiv(b.columns(), kernel.columns());
        int wantedTasks = pool.threads() == 1 ? 1 : TASKS_PER_THREAD * pool.threads();
        int regionPanels = Math.clamp(panels / wantedTasks, 1, REGION_PANELS);
        int columnRegions = Math.ceilDiv(panels, regionPanels);
        int wantedRowRegions = Math.max(Math.ceilDiv(rows, REGION_ROWS), wantedTasks / columnRegions);
        int regionRowPanels = Math.ceilDiv(packed.panels(), wantedRowRegions);
        int rowRegions = Math.ceilDiv(packed.panels(), regionRowPanels);
        pool.forEach(columnRegions * rowRegions, task -> {
            int rowPanel = task % rowRegions * regionRowPanels;
            int panel = task / rowRegions * regionPanels;
            multiplyRegion(packed, rowPanel, Math.min(regionRowPanels, packed.panels() - rowPanel),
                    b, panel, Math.min(regionPanels, panels - panel), result);
        });
    }

    private void multiplyRegion(PackedRows a, int firstRowPanel, int rowPanels,
                               Columns b, int firstPanel, int panels, Result result) {
        int height = kernel.rows();
        int width = kernel.columns();
        int firstRow = firstRowPanel * height;
        int rows = Math.min(rowPanels * height, a.rows - firstRow);
        int firstColumn = firstPanel * width;
        int columns = Math.min(panels * width, b.columns() - firstColumn);
        // One more row after each panel, since copying a range may write more than its columns.
        int panelPitch = (Math.min(a.depthChunk, a.depth) + 1) * width;
        float[] packed = Scratch.PANELS.get(panels * panelPitch);
        Columns.Packer packer = b.packer(firstColumn, columns, kernel, panelPitch);
        Result.Sums sums = result.open(firstRow, rows, rowPanels * height, firstColumn, columns, panels * width);
        for (int first = 0; first < a.depth; first += a.depthChunk) {
            int depth = Math.min(a.depthChunk, a.depth - first);
            packer.pack(first, depth, packed);
            for (int panel = 0; panel < panels; panel++) {
                for (int rowPanel = 0; rowPanel < rowPanels; rowPanel++) {
                    kernel.addProduct(a.data, a.offset(firstRowPanel + rowPanel, first),
                            packed, panel * panelPitch, depth,
                            sums.data(), sums.at() + rowPanel * height * sums.stride() + panel * width, sums.stride());
                }
            }
        }
        result.close(sums, firstRow, rows, firstColumn, columns);
    }
}
