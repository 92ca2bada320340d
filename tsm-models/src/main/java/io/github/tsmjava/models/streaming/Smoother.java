package io.github.tsmjava.models.streaming;

/** One stream under a {@link Smoothing}: remembers what the next decision needs. Used by one thread at a time. */
@FunctionalInterface
public interface Smoother {

    /**
     * Decides after a frame.
     *
     * @param logits the K scores of this frame alone
     */
    Decision next(float[] logits);
}
