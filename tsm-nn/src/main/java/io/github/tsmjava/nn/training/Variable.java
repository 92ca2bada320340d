package io.github.tsmjava.nn.training;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Add;
import java.util.function.Consumer;

/** A value between two layers, and the gradient of the loss with respect to it, which lies as the value does. */
class Variable {

    private final Arena arena;
    private final int images;
    private Tensor value;
    private Tensor gradient;
    private Consumer<Tensor> backward;

    /** @param images how many images the value is a stack of; 0 if it is no stack */
    Variable(Arena arena, int images) {
        this.arena = arena;
        this.images = images;
    }

    /** An input of the network: known, and nobody asks for its gradient. */
    static Variable input(Tensor value) {
        Variable input = new Variable(null, 0);
        input.value = value;
        return input;
    }

    Tensor value() {
        return value;
    }

    /** How many images the value is a {@linkplain io.github.tsmjava.tensor.ops.training.ImageStack stack} of; 0: none. */
    final int images() {
        return images;
    }

    final boolean isComputed() {
        return value != null;
    }

    /** @param backward what to do with this variable's gradient, which it may keep or overwrite */
    final void computed(Tensor result, Consumer<Tensor> backwardPass) {
        value = result;
        backward = backwardPass;
    }

    final boolean needsGradient() {
        return arena != null;
    }

    /** Adds to the gradient. The tensor belongs to this variable from now on. */
    final void addGradient(Tensor part) {
        if (gradient == null) {
            gradient = part;
        } else {
            Add.addInPlace(gradient, part);
            arena.release(part);
        }
    }

    /** Hands the gradient on to what this variable was computed from; the value is not needed any more. */
    final void propagate() {
        if (gradient != null) {
            backward.accept(gradient);
        }
        forget();
    }

    /** Gives up value and gradient without handing anything on. */
    final void forget() {
        gradient = null;
        arena.release(value);
        value = null;
    }
}
