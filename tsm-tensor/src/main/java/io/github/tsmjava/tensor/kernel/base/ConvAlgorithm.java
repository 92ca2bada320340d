package io.github.tsmjava.tensor.kernel.base;

import io.github.tsmjava.tensor.WorkerPool;

/**
 * One way to compute a 2-D convolution of {@code [N, C, H, W]}; {@code Kernels.convolution} chooses the first that
 * accepts a shape.
 */
public interface ConvAlgorithm {

    /** Names the algorithm, as in {@code "depthwise-4V"}; see docs/kernels.md. */
    String name();

    /** Whether this algorithm can compute convolutions of this shape. */
    boolean accepts(ConvShape shape);

    /**
     * Computes a convolution. All arrays are laid out as {@link ConvShape} says, without gaps.
     *
     * @param bias one value for each output channel, or null
     * @param y    overwritten
     */
    void run(ConvShape shape, float[] x, float[] weight, float[] bias, float[] y, WorkerPool pool);
}
