package io.github.tsmjava.tensor.ops.training;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;

/**
 * Dropout: each element is zero with the given probability; the others are divided by the probability to stay. Which
 * ones follows from the seed and the element's index alone, so the gradient is the same operator with the same seed.
 * Source: {@code torch.nn.functional.dropout}; the random numbers are SplitMix64's.
 *
 * @param probability of becoming zero, in [0, 1)
 * @param seed        another one for every step of training
 */
public record Dropout(double probability, long seed) {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public Dropout {
        require(probability >= 0 && probability < 1, "dropout must be at least 0 and less than 1, got %s", probability);
    }

    /**
     * Sets elements to zero.
     *
     * @param y of the same shape as x, overwritten; may be x
     */
    public void apply(Tensor x, Tensor y) {
        require(x.sameShape(y), "input %s and output %s differ", x, y);
        float factor = (float) (1 / (1 - probability));
        for (int i = 0; i < x.size(); i++) {
            y.data()[i] = unit(mix(mix(seed) + i * GOLDEN)) < probability ? 0f : x.data()[i] * factor;
        }
    }

    private static long mix(long state) {
        long z = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** A value in [0, 1). */
    private static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }
}
