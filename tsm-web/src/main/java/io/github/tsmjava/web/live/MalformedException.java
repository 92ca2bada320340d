package io.github.tsmjava.web.live;

/** A message that no page of ours would send. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    MalformedException(String message) {
        super(message);
    }
}
