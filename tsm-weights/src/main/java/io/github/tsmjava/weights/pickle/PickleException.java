package io.github.tsmjava.weights.pickle;

import java.io.IOException;

/** A pickle is damaged, too large, or asks for something that is not read. */
public final class PickleException extends IOException {

    private static final long serialVersionUID = 1L;

    public PickleException(String message) {
        super(message);
    }
}
