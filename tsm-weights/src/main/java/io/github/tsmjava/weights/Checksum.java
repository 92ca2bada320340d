package io.github.tsmjava.weights;

/** The check of a storage's bytes. It runs once, when a tensor is first read from the storage. */
final class Checksum {

    /** How a checksum is computed and compared. */
    @FunctionalInterface
    interface Check {
        void run() throws CheckpointException;
    }

    static final Checksum NONE = new Checksum(() -> { });

    private final Check check;
    private volatile boolean passed;

    Checksum(Check check) {
        this.check = check;
    }

    void verify() throws CheckpointException {
        if (!passed) {
            check.run();
            passed = true;
        }
    }
}
