package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Activation.Clamp;
import io.github.tsmjava.tensor.ops.training.Normalization;

/**
 * A batch norm, a sum or an activation that is not computed yet, since what follows may be computed in the same pass:
 * the sum behind the norm, the activation behind either.
 */
final class Pending extends Variable {

    /** A batch norm and the statistics it normalises with. */
    record Norm(BatchNorm layer, Normalization statistics, boolean trained) { }

    final Variable input;
    final Norm norm;
    final Variable residual;
    final Clamp clamp;

    /**
     * @param norm     null for none
     * @param residual null for none; computed, and a stack if the input is one
     */
    Pending(Arena arena, Variable input, Norm norm, Variable residual, Clamp clamp) {
        super(arena, input.images());
        this.input = input;
        this.norm = norm;
        this.residual = residual;
        this.clamp = clamp;
    }

    /** Whether an activation can still join. */
    boolean isOpen() {
        return !isComputed() && clamp.equals(Activation.IDENTITY);
    }

    /** Whether a residual can still join. */
    boolean isBareNorm() {
        return isOpen() && norm != null && residual == null;
    }
}
