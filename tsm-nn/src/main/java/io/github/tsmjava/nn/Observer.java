package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;

/** Sees each layer's input and output; the place for statistics, feature maps and explanations. */
@FunctionalInterface
public interface Observer {

    /** Called when a layer has run; layers inside it have been reported before. */
    void computed(Layer layer, Tensor input, Tensor output);
}
