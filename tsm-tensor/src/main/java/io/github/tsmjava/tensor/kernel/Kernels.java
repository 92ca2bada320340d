package io.github.tsmjava.tensor.kernel;

import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.gradient.GradientKernels;
import io.github.tsmjava.tensor.kernel.winograd.WinogradKernels;
import java.util.List;
import java.util.Optional;

/**
 * The kernels that operators and compiled plans call, in one implementation: the scalar reference or the Vector API.
 * All work on {@code float[]}, in the layouts that their packages describe.
 *
 * <p>{@link #get()} chooses once per process. System properties: {@code tsm.kernels} = {@code auto} (default),
 * {@code scalar} or {@code vector}; {@code tsm.vectorBits} = 128, 256 or 512 to force a vector width, 0 for scalar.
 * With {@code auto}, small plans start in plain Java and go over to the vector kernels; with {@code vector}, or
 * {@linkplain #forJob for a long job}, they do not.
 */
@SuppressWarnings("exports") // chosen and handed on by anybody, but used by this module and tsm-nn alone
public abstract class Kernels {

    /** For implementations. */
    protected Kernels() {
    }

    /** The implementation for this process. */
    public static Kernels get() {
        return Holder.CHOSEN;
    }

    /** The reference, in plain Java and double precision: slow, for comparison. */
    public static Kernels scalar() {
        return new ScalarKernels();
    }

    /**
     * The same kernels for a job of known length: in a long one small plans, too, use vector kernels from their first
     * run on.
     *
     * @param multiplyAdds of the whole job; infinity if it goes on and on
     */
    public Kernels forJob(double multiplyAdds) {
        return this;
    }

    private static final class Holder {
        static final Kernels CHOSEN = KernelChoice.choose();
    }

    /** Names the implementation, as in {@code "vector-512"} or {@code "scalar"}. */
    public abstract String name();

    /** The convolution algorithms in order of preference; the last one accepts every shape. */
    public abstract List<ConvAlgorithm> convolutions();

    /** The first algorithm that accepts the shape. */
    public final ConvAlgorithm convolution(ConvShape shape) {
        for (ConvAlgorithm algorithm : convolutions()) {
            if (algorithm.accepts(shape)) {
                return algorithm;
            }
        }
        throw new IllegalStateException("no convolution accepts " + shape);
    }

    /** The same, or Winograd's algorithm if that is accurate enough and faster. */
    public final ConvAlgorithm convolution(ConvShape shape, Accuracy accuracy) {
        Optional<WinogradKernels> winograd = winograd(shape, accuracy);
        return winograd.isPresent() ? winograd.get().convolution() : convolution(shape);
    }

    /** Winograd's algorithm, if that is accurate enough and faster for this shape. */
    public final Optional<WinogradKernels> winograd(ConvShape shape, Accuracy accuracy) {
        return accuracy == Accuracy.FAST && WinogradKernels.pays(shape) ? winograd() : Optional.empty();
    }

    /** 3×3 convolutions by Winograd's algorithm; empty if this implementation has none. */
    public abstract Optional<WinogradKernels> winograd();

    /**
     * Matrix product: {@code c[i, j] = sum over p of a[i, p] * b[p, j]}.
     *
     * @param rows    rows of {@code a} and {@code c}
     * @param columns columns of {@code b} and {@code c}
     * @param depth   columns of {@code a}, rows of {@code b}
     * @param c       overwritten, in row-major order from {@code cOffset}
     */
    public abstract void matmul(int rows, int columns, int depth, Matrix a, Matrix b,
                                float[] c, int cOffset, WorkerPool pool);

    /** The kernels of compiled plans, for maps {@code [frame][block][row][column][lane]}. */
    public abstract BlockedKernels blocked();

    /**
     * The same for one plan. A small plan may start with kernels in plain Java, since vector kernels take about a
     * second to be compiled. The results are the same to the bit.
     *
     * @param multiplyAdds of one run of the plan
     */
    public BlockedKernels blocked(long multiplyAdds) {
        return blocked();
    }

    /** The kernels that only training needs. */
    public abstract GradientKernels gradients();
}
