package io.github.tsmjava.tensor.kernel.gemm;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import java.util.Arrays;

/**
 * The left matrix {@code [rows, depth]} of a product as {@link GemmKernel} reads it: {@code [chunk of
 * depth][panel][depth][row]}, with {@code panelRows} rows in a panel. Rows that are missing in the last panel are zero.
 * {@link Gemm} packs them once for a product.
 *
 * <p>It lies in a buffer of the thread that packed it, which the thread's next product overwrites.
 */
public final class PackedRows {

    final int rows;
    final int depth;
    final int depthChunk;
    final int panelRows;
    final float[] data;

    private PackedRows(int rows, int depth, int depthChunk, int panelRows) {
        this.rows = rows;
        this.depth = depth;
        this.depthChunk = depthChunk;
        this.panelRows = panelRows;
        this.data = Scratch.ROWS.get(Math.multiplyExact(panels() * panelRows, depth));
    }

    static PackedRows pack(Matrix matrix, int rows, int depth, int depthChunk, int panelRows, WorkerPool pool) {
        PackedRows packed = new PackedRows(rows, depth, depthChunk, panelRows);
        pool.forEach(packed.panels(), panel -> packed.packPanel(matrix, panel));
        return packed;
    }

    int panels() {
        return Math.ceilDiv(rows, panelRows);
    }

    /** Where a panel lies in the chunk of depth that begins at {@code firstDepth}. */
    int offset(int panel, int firstDepth) {
        int length = Math.min(depthChunk, depth - firstDepth);
        return (firstDepth * panels() + panel * length) * panelRows;
    }

    private void packPanel(Matrix m, int panel) {
        int count = Math.min(panelRows, rows - panel * panelRows);
        for (int first = 0; first < depth; first += depthChunk) {
            int length = Math.min(depthChunk, depth - first);
            int to = offset(panel, first);
            if (count < panelRows) {
                Arrays.fill(data, to, to + length * panelRows, 0f);
            }
            if (m.rowStride() == 1) {
                int from = m.offset() + panel * panelRows + first * m.columnStride();
                packColumns(m.data(), from, m.columnStride(), count, length, data, to, panelRows);
                continue;
            }
            for (int row = 0; row < count; row++) {
                int from = m.offset() + (panel * panelRows + row) * m.rowStride() + first * m.columnStride();
                packRow(m.data(), from, m.columnStride(), length, data, to + row, panelRows);
            }
        }
    }

    /** Packs columns that are contiguous. */
    private static void packColumns(float[] from, int at, int stride, int rows, int count,
                                    float[] to, int toAt, int toStride) {
        for (int p = 0; p < count; p++) {
            for (int row = 0; row < rows; row++) {
                to[toAt + p * toStride + row] = from[at + p * stride + row];
            }
        }
    }

    private static void packRow(float[] from, int at, int stride, int count, float[] to, int toAt, int toStride) {
        for (int p = 0; p < count; p++) {
            to[toAt + p * toStride] = from[at + p * stride];
        }
    }
}
