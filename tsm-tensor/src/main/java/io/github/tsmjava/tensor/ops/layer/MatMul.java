package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.Matrix;

/**
 * Matrix product, {@code y[i, j] = sum over k of a[i, k] * b[k, j]}; for each matrix of a batch, if there is one.
 * Source: {@code torch.matmul}.
 */
public final class MatMul {

    private MatMul() { }

    /**
     * Multiplies.
     *
     * @param a {@code [M, K]} or {@code [B, M, K]}
     * @param b {@code [K, N]} or {@code [B, K, N]}, of the same rank
     * @return {@code [M, N]} or {@code [B, M, N]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static Tensor matmul(Tensor a, Tensor b) {
        return matmul(a, b, false, false);
    }

    /**
     * Multiplies matrices, each of which may be given transposed.
     *
     * @param a          {@code [M, K]} or {@code [B, M, K]}; with {@code transposeA} the last two axes exchanged
     * @param b          {@code [K, N]} or {@code [B, K, N]}; with {@code transposeB} the last two axes exchanged
     * @return {@code [M, N]} or {@code [B, M, N]}
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static Tensor matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        Tensor y = Tensor.zeros(productShape(a, b, transposeA, transposeB));
        run(a, b, transposeA, transposeB, y);
        return y;
    }

    /**
     * Multiplies into a tensor that exists.
     *
     * @param y {@code [M, N]} or {@code [B, M, N]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void matmul(Tensor a, Tensor b, boolean transposeA, boolean transposeB, Tensor y) {
        int[] shape = productShape(a, b, transposeA, transposeB);
        require(y.hasShape(shape), "the product of %s and %s is no %s", a, b, y);
        run(a, b, transposeA, transposeB, y);
    }

    private static int[] productShape(Tensor a, Tensor b, boolean transposeA, boolean transposeB) {
        int rank = a.rank();
        require(rank == 2 || rank == 3, "expected matrices of 2 or 3 axes, got %d: %s", rank, a);
        require(b.rank() == rank, "cannot multiply %s of %d axes and %s of %d axes", a, rank, b, b.rank());
        require(rank == 2 || a.dim(0) == b.dim(0), "batches of %d and %d matrices: %s, %s", a.dim(0), b.dim(0), a, b);
        int rows = a.dim(transposeA ? -1 : -2);
        int depth = a.dim(transposeA ? -2 : -1);
        int columns = b.dim(transposeB ? -2 : -1);
        int depthOfB = b.dim(transposeB ? -1 : -2);
        require(depth == depthOfB, "cannot multiply %s and %s: inner sizes %d and %d", a, b, depth, depthOfB);
        return rank == 2 ? new int[] {rows, columns} : new int[] {a.dim(0), rows, columns};
    }

    private static void run(Tensor a, Tensor b, boolean transposeA, boolean transposeB, Tensor y) {
        int rows = y.dim(-2);
        int columns = y.dim(-1);
        int depth = a.dim(transposeA ? -2 : -1);
        if (y.size() == 0) {
            return;
        }
        for (int i = 0; i < y.size() / (rows * columns); i++) {
            Matrix left = Matrix.rowMajor(a.data(), i * rows * depth, a.dim(-1));
            Matrix right = Matrix.rowMajor(b.data(), i * depth * columns, b.dim(-1));
            Kernels.get().matmul(rows, columns, depth, transposeA ? left.transposed() : left,
                    transposeB ? right.transposed() : right, y.data(), i * rows * columns, WorkerPool.current());
        }
    }
}
