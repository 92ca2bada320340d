package io.github.tsmjava.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.function.UnaryOperator;

/** The shift of a stream in PyTorch's operators: the first channels of the frame before, and the rest of this one. */
final class CarriedShift implements UnaryOperator<NDArray> {

    private final Shift shift;
    private NDArray carried;

    CarriedShift(Shift shift) {
        this.shift = shift;
    }

    @Override
    public NDArray apply(NDArray frame) {
        int channels = (int) frame.getShape().get(1);
        int fold = shift.fold(channels);
        NDArray moving = frame.get(new NDIndex().addAllDim().addSliceDim(0, fold));
        try (NDArray before = carried == null ? moving.zerosLike() : carried;
                NDArray still = frame.get(new NDIndex().addAllDim().addSliceDim(fold, channels))) {
            carried = moving;
            return before.concat(still, 1);
        }
    }
}
