package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.training.ImageStack;

/**
 * Layers on {@linkplain ImageStack stacked} images. The first depthwise convolution stacks them, and they stay so until
 * a layer comes that must see them one by one: in a MobileNetV2, from the first block to the last.
 */
record Stacks(Recorder recorder) {

    /** The same, not stacked. */
    Variable plain(Variable x) {
        int images = x.images();
        if (images == 0) {
            return x;
        }
        Tensor stack = recorder.value(x);
        Tensor y = take(images, stack.dim(1), stack.dim(2) / images, stack.dim(3));
        ImageStack.unstack(stack, y);
        return recorder.compute(y, 0, dy -> {
            recorder.computeGradient(x, dx -> ImageStack.stack(dy, dx));
            recorder.arena().release(dy);
        });
    }

    private Variable stacked(Variable x) {
        if (x.images() > 0) {
            return x;
        }
        Tensor images = recorder.value(x);
        Tensor y = take(1, images.dim(1), images.dim(0) * images.dim(2), images.dim(3));
        ImageStack.stack(images, y);
        return recorder.compute(y, images.dim(0), dy -> {
            recorder.computeGradient(x, dx -> ImageStack.unstack(dy, dx));
            recorder.arena().release(dy);
        });
    }

    private Tensor take(int... shape) {
        return recorder.arena().take(shape);
    }

    /** @param filters the parameter in the shape of a 2-D convolution's weight */
    Variable depthwise(Variable before, Tensor parameter, Tensor filters, ConvSpec spec) {
        Variable input = stacked(before);
        int images = input.images();
        Tensor x = recorder.value(input);
        Tensor y = take(1, filters.dim(0), images * spec.outputHeight(x.dim(2) / images, filters.dim(2)),
                spec.outputWidth(x.dim(3), filters.dim(3)));
        ImageStack.depthwise(x, images, filters, spec, y);
        return recorder.compute(y, images, dy -> {
            Tensor dx = take(x.shape());
            recorder.gradients().add(parameter, dw ->
                    ImageStack.depthwiseGradients(x, images, filters, spec, dy, dx, dw.reshape(filters.shape())));
            recorder.passGradient(dx, input);
            recorder.arena().release(dy);
        });
    }

    Variable shift(TemporalShift layer, Variable input) {
        int images = input.images();
        Tensor x = recorder.value(input);
        Tensor y = take(x.shape());
        ImageStack.shift(layer.shift(), x, images, layer.segments(), y);
        return recorder.compute(y, images, dy -> {
            ImageStack.shift(layer.shift().adjoint(), dy, images, layer.segments(), dy);
            recorder.passGradient(dy, input);
        });
    }
}
