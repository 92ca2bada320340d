package io.github.tsmjava.train;

/**
 * Training cannot go on: the loss or the gradients are not finite, or there is no video to train on. The message is one
 * line.
 */
public final class TrainingException extends Exception {

    private static final long serialVersionUID = 1L;

    TrainingException(String message) {
        super(message);
    }
}
