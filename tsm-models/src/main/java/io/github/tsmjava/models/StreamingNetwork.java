package io.github.tsmjava.models;

import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.StreamMemory;
import io.github.tsmjava.tensor.Tensor;

/**
 * A network that sees a stream frame by frame, layer by layer, for people who study it; {@link StreamingClassifier} is
 * the fast way from pictures to answers. What the shifted layers need of the frame before is carried along, a few
 * channels each. Equal to the network on the whole sequence, whatever its length.
 *
 * <p>One object is one stream (or N streams in step, as the rows of the frames); for several independent streams make
 * several of them over one network, which they share.
 *
 * <p>Source: TSM, section 4.2; MIT's online demo.
 */
public final class StreamingNetwork {

    private final TsmNetwork network;
    private final StreamMemory memory = new StreamMemory();

    /**
     * @throws IllegalArgumentException if the network looks ahead: a bidirectional shift, a temporal pool or a
     *                                  non-local block
     */
    public StreamingNetwork(TsmNetwork network) {
        network.config().requireStreamable();
        this.network = network;
    }

    /**
     * The logits of the next frame.
     *
     * @param frame {@code [N, C, H, W]}
     * @return {@code [N, K]}
     * @throws io.github.tsmjava.tensor.ShapeException if the frame's shape differs from that of the frames before
     */
    public Tensor next(Tensor frame) {
        return network.forward(frame, memory);
    }

    /** Forgets the past: call it for a new stream or at a scene cut. */
    public void reset() {
        memory.reset();
    }

    public TsmNetwork network() {
        return network;
    }

    /** The memory carried from frame to frame. */
    public StreamMemory memory() {
        return memory;
    }
}
