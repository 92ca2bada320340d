package io.github.tsmjava.nn.plan.pass;

import java.util.Locale;

/** How a node is computed. */
public enum Algorithm {
    /** The network's input is copied into the layout of the first value. */
    LAYOUT,
    DIRECT,
    WINOGRAD,
    DEPTHWISE,
    GROUPED,
    INVERTED,
    SAMPLE,
    POOL,
    ATTENTION,
    ACTIVATION,
    /** By the operator on tensors, for what is too rare to have kernels. */
    TENSORS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
