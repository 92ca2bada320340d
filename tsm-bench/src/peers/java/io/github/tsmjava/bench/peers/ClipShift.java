package io.github.tsmjava.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.function.UnaryOperator;

/** The shift of whole clips in PyTorch's operators: zeros, into which three groups of channels are copied. */
record ClipShift(Shift shift, int segments) implements UnaryOperator<NDArray> {

    @Override
    public NDArray apply(NDArray frames) {
        Shape shape = frames.getShape();
        int channels = (int) shape.get(1);
        int fold = shift.fold(channels);
        try (NDArray x = frames.reshape(-1, segments, channels, shape.get(2), shape.get(3));
                NDArray y = x.zerosLike()) {
            copy(x, y, shift.first(), 0, fold);
            copy(x, y, shift.second(), fold, 2 * fold);
            copy(x, y, 0, 2 * fold, channels);
            return y.reshape(shape);
        }
    }

    /** Channels [from, to) of every frame, read {@code offset} frames later. */
    private void copy(NDArray x, NDArray y, int offset, int from, int to) {
        int first = Math.max(0, -offset);
        int last = Math.min(segments, segments - offset);
        try (NDArray source = x.get(new NDIndex().addAllDim().addSliceDim(first + offset, last + offset)
                .addSliceDim(from, to))) {
            y.set(new NDIndex().addAllDim().addSliceDim(first, last).addSliceDim(from, to), source);
        }
    }
}
