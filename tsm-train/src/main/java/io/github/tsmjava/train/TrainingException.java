package io.github.tsmjava.train;

/** Training cannot go on: numbers have left all bounds, or there is nothing to train on. The message is one line. */
public final class TrainingException extends Exception {

    private static final long serialVersionUID = 1L;

    TrainingException(String message) {
        super(message);
    }
}
