package io.github.tsmjava.weights.pickle;

/** Bytes of which parts can be copied into memory. */
public interface ByteSource {

    long size();

    /**
     * A copy of some bytes, all of which are there.
     *
     * @throws PickleException if they cannot be read after all
     */
    byte[] copy(long from, int count) throws PickleException;
}
