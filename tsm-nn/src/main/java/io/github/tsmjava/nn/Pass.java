package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;

/**
 * One run through a network: who watches it, and, in a stream, what earlier frames left behind.
 *
 * @param observer told of every layer that has run
 * @param stream   memory of earlier frames, or null when whole clips are run
 */
public record Pass(Observer observer, StreamMemory stream) {

    /** Whole clips, nobody watching. */
    public static final Pass INFERENCE = new Pass(null, null);

    /** Sees each layer's input and output; the place for statistics, feature maps and explanations. */
    @FunctionalInterface
    public interface Observer {
        void computed(Layer layer, Tensor input, Tensor output);
    }

    /** Whole clips under observation. */
    public static Pass observed(Observer observer) {
        return new Pass(observer, null);
    }

    /** The next frame of a stream. */
    public static Pass streaming(StreamMemory memory) {
        return new Pass(null, memory);
    }

    public boolean isStreaming() {
        return stream != null;
    }

    void computed(Layer layer, Tensor input, Tensor output) {
        if (observer != null) {
            observer.computed(layer, input, output);
        }
    }
}
