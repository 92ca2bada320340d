package io.github.tsmjava.nn;

import io.github.tsmjava.nn.Layer.Observer;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.layer.Consensus;

/**
 * Computes a network layer by layer, each value a tensor.
 *
 * @param observer told of every layer that has run, or null
 * @param stream   memory of earlier frames, or null when whole clips are run
 */
record Computation(Observer observer, StreamMemory stream) implements Flow<Tensor> {

    @Override
    public Tensor apply(Leaf layer, Tensor x) {
        if (layer instanceof Conv3d conv && !conv.isFrameByFrame()) {
            requireWholeClips(conv);
        }
        return layer.compute(x);
    }

    @Override
    public Tensor shift(TemporalShift layer, Tensor x) {
        return stream == null ? layer.shift().apply(x, layer.segments()) : stream.step(layer, x);
    }

    @Override
    public Tensor pool(TemporalPool layer, Tensor x) {
        requireWholeClips(layer);
        return io.github.tsmjava.tensor.ops.layer.TemporalPool.maxPool(x, layer.segments(), layer.window());
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return Add.add(a, b);
    }

    @Override
    public Tensor attend(NonLocal layer, Tensor queries, Tensor keys, Tensor values) {
        requireWholeClips(layer);
        return layer.attend(queries, keys, values);
    }

    /** The frames of a stream are scored one by one. */
    @Override
    public Tensor consensus(Tensor scores, int segments) {
        return stream == null ? Consensus.average(scores, segments) : scores;
    }

    @Override
    public void done(Layer layer, Tensor input, Tensor output) {
        if (observer != null) {
            observer.computed(layer, input, output);
        }
    }

    private void requireWholeClips(Layer layer) {
        if (stream != null) {
            throw new IllegalStateException(layer.name() + " sees the whole clip and cannot be streamed");
        }
    }
}
