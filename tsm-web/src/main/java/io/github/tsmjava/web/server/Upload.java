package io.github.tsmjava.web.server;

/** Takes what pages send. */
@FunctionalInterface
public interface Upload {

    /**
     * Answers to bytes from a page, which may be anything; called by one thread at a time.
     *
     * @throws RefusedException in one line, if the bytes are not what they should be
     */
    Content take(byte[] bytes) throws RefusedException;
}
