package io.github.tsmjava.nn.parameter;

/** The parameters offered are not those that the network expects. The message is a short difference in one line. */
public final class ParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ParameterException(String message) {
        super(message);
    }
}
