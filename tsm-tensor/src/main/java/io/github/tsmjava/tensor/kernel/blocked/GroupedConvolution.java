package io.github.tsmjava.tensor.kernel.blocked;

import io.github.tsmjava.tensor.WorkerPool;

/**
 * A convolution of channel groups on blocked {@link Maps}, with bias and clamp: an output channel reads the input
 * channels of its own group. Immutable. The plan's {@code GroupedStep} runs it.
 *
 * <p>Where several groups share a vector, a plain tile would multiply each channel by the weights of all of them, most
 * of which are zero; such groups are {@link SmallGroups}. All others are {@link WideGroups}.
 */
public interface GroupedConvolution {

    /**
     * The sizes of one.
     *
     * @param x       input; its border is at least as wide as the padding
     * @param y       output
     * @param kernel  side of the square filters
     * @param stride  in both directions
     * @param padding zeros around the image
     * @param groups  how many groups the channels form
     */
    record Shape(Maps x, Maps y, int kernel, int stride, int padding, int groups) {

        /** Input channels of a group. */
        int inputs() {
            return x.channels() / groups;
        }

        /** Output channels of a group. */
        int outputs() {
            return y.channels() / groups;
        }

        int taps() {
            return kernel * kernel;
        }
    }

    /** Computes {@code y} from {@code x}; frame 0 of the input lies at {@code xBase}, that of the output at yBase. */
    void run(float[] x, int xBase, float[] y, int yBase, WorkerPool pool);

    /**
     * Makes one.
     *
     * @param weight   {@code [O, C/groups, k, k]}
     * @param epilogue its bias is padded to whole pairs of blocks
     */
    static GroupedConvolution of(BlockedKernels kernels, Shape shape, float[] weight, Epilogue epilogue) {
        return SmallGroups.suit(shape) ? new SmallGroups(kernels, shape, weight, epilogue)
                : new WideGroups(kernels, shape, weight, epilogue);
    }
}
