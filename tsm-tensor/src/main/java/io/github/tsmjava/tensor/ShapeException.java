package io.github.tsmjava.tensor;

import java.util.Arrays;

/** A tensor or a parameter has a shape that an operation cannot work with. The message holds both numbers. */
public final class ShapeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public ShapeException(String message) {
        super(message);
    }

    /**
     * Checks a condition on shapes.
     *
     * @param format    message in {@link String#formatted} form, formatted only when the condition is false
     * @param arguments of the message; a tensor stands for its shape
     * @throws ShapeException if the condition is false
     */
    public static void require(boolean condition, String format, Object... arguments) {
        if (!condition) {
            throw new ShapeException(format.formatted(Arrays.stream(arguments)
                    .map(argument -> argument instanceof Tensor tensor ? TensorText.shape(tensor) : argument)
                    .toArray()));
        }
    }
}
