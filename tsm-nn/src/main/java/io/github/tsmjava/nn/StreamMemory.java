package io.github.tsmjava.nn;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stream remembers from one frame to the next: the moving channels in front of every shifted layer. Belongs to
 * one stream; not for several threads at once. New or {@linkplain #reset reset}, it remembers zeros.
 */
public final class StreamMemory {

    private final Map<TemporalShift, Tensor> channels = new IdentityHashMap<>();

    /** The memory of a stream that has not begun. */
    public StreamMemory() {
    }

    /** Shifts one frame: exchanges what the layer remembered for the frame's own moving channels. */
    Tensor step(TemporalShift layer, Tensor frame) {
        Tensor next = layer.shift().memory(frame);
        Tensor previous = channels.put(layer, next);
        if (previous == null) {
            previous = Tensor.zeros(next.shape());
        }
        require(previous.sameShape(next), "the stream's frames gave %s in %s before, now %s: reset it first",
                Arrays.toString(previous.shape()), layer.name(), Arrays.toString(next.shape()));
        return layer.shift().step(frame, previous);
    }

    /** Forgets everything, as before the first frame: call it for a new stream or at a scene cut. */
    public void reset() {
        channels.clear();
    }

    /** What is remembered for the given layers, in their order; nothing for layers that have not run. */
    public List<Tensor> buffers(List<? extends Layer> layers) {
        return layers.stream().filter(channels::containsKey).map(channels::get).toList();
    }
}
