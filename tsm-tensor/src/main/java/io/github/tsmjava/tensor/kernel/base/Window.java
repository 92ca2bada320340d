package io.github.tsmjava.tensor.kernel.base;

import static io.github.tsmjava.tensor.ShapeException.require;

/** How many positions a window has along one axis, for convolution and pooling. */
public final class Window {

    private Window() { }

    /** At how many positions a window fits; rounded down, as in PyTorch without {@code ceil_mode}. */
    public static int positions(String axis, int in, int window, int stride, int padding) {
        require(window >= 1, "%s of the window must be at least 1, got %d", axis, window);
        long padded = in + 2L * padding;
        require(padded >= window, "%s %d with padding %d is less than the window's %d", axis, in, padding, window);
        require(padded <= Integer.MAX_VALUE, "%s %d with padding %d is too large", axis, in, padding);
        return ((int) padded - window) / stride + 1;
    }
}
