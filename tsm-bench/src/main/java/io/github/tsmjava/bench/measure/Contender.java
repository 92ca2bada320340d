package io.github.tsmjava.bench.measure;

/** One way to compute one network on one input, ready to run: whatever can be done once has been done. */
public interface Contender extends AutoCloseable {

    /** The logits of the input; in a stream, of the same frame once more. */
    float[] run();

    @Override
    default void close() {
    }
}
