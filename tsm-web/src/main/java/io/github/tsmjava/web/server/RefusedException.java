package io.github.tsmjava.web.server;

/** What a page has sent cannot be taken. The message is one line for people. */
public final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    /** Of bytes that are not what they should be. */
    public RefusedException(String message) {
        this(422, message);
    }

    /** @param status of the answer in HTTP */
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
