package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Makes the step of a node whose values all have their places. */
final class StepFactory {

    private StepFactory() {
    }

    static Step step(Node node, BlockedKernels kernels) {
        return switch (node) {
            case Node.Input input -> input(input.out.place);
            case Node.Conv conv when conv.depthwise -> new DepthwiseStep(conv, kernels.maps());
            case Node.Conv conv when conv.winograd -> new WinogradStep(conv, kernels);
            case Node.Conv conv -> new ConvolutionStep(conv, kernels);
            case Node.Inverted inverted -> new InvertedStep(inverted, kernels);
            case Node.MaxPool pool -> new MaxPoolStep(pool, kernels.maps());
            case Node.AveragePool pool -> averagePool(pool.x.place, pool.out.place, kernels.maps());
            case Node.TimePool pool -> timePool(pool);
            case Node.Move move -> move(move.x.place, move.out.place, move.shift, move.segments);
            case Node.Attend attend -> new AttendStep(attend, kernels);
            case Node.Sum sum -> plain(Add::add,
                    sum.a.place, sum.b.place, sum.out.place);
            case Node.Plain plain -> plain(plain.layer::forward, plain.x.place, plain.out.place);
        };
    }

    /** The name of what {@link #step} makes. */
    static String algorithm(Node node) {
        return switch (node) {
            case Node.Input input -> "layout";
            case Node.Conv conv when conv.depthwise -> "depthwise";
            case Node.Conv conv when conv.winograd -> "winograd";
            case Node.Conv conv -> "direct";
            case Node.Inverted inverted -> "inverted";
            case Node.MaxPool pool when pool.kernel == 1 -> "sample";
            case Node.MaxPool pool -> "pool";
            case Node.AveragePool pool -> "pool";
            case Node.TimePool pool -> "pool";
            case Node.Attend attend -> "attention";
            case Node.Move move -> "tensors";
            case Node.Sum sum -> "tensors";
            case Node.Plain plain -> "tensors";
        };
    }

    private static Step input(Place out) {
        return (workspace, pool) ->
                Layout.toMaps(workspace.input(), out.maps(), out.array(workspace), out.base(workspace), pool);
    }

    /** Planes to one row of feature vectors. */
    private static Step averagePool(Place from, Place to, MapKernels kernels) {
        Maps x = from.maps();
        Maps y = to.maps();
        return (workspace, pool) -> pool.forEach(x.frames(), frame -> {
            for (int block = 0; block < x.blocks(); block++) {
                kernels.mean(from.array(workspace),
                        from.base(workspace) + frame * x.frameStride() + block * x.blockStride() + x.pixel(0, 0),
                        x.rowStride(), x.height(), x.width(),
                        to.array(workspace), to.base(workspace) + block * y.blockStride() + y.pixel(0, frame));
            }
        });
    }

    private static Step timePool(Node.TimePool node) {
        Place from = node.x.place;
        Place to = node.out.place;
        Maps y = to.maps();
        return (workspace, pool) -> pool.forEach(y.frames(), frame -> {
            int middle = 2 * frame;
            int last = middle + 1;
            int first = middle % node.segments == 0 ? middle : middle - 1;
            float[] x = from.array(workspace);
            for (int block = 0; block < y.blocks(); block++) {
                for (int row = 0; row < y.height(); row++) {
                    int at = block * from.maps().blockStride() + from.maps().pixel(row, 0);
                    int out = frame * y.frameStride() + block * y.blockStride() + y.pixel(row, 0);
                    for (int i = 0; i < y.width() * y.lanes(); i++) {
                        to.array(workspace)[out + i] = Math.max(x[first * from.maps().frameStride() + at + i],
                                Math.max(x[middle * from.maps().frameStride() + at + i],
                                        x[last * from.maps().frameStride() + at + i]));
                    }
                }
            }
        });
    }

    /** The shift carried out, pixel by pixel: the naive form, for what no convolution reads. */
    private static Step move(Place from, Place to, Shift shift, int segments) {
        return from.carried() ? moveInStream(from, to, shift) : plain(x -> shift.apply(x, segments), from, to);
    }

    private static Step moveInStream(Place from, Place to, Shift shift) {
        return (workspace, pool) -> {
            Tensor frame = Layout.toTensor(from, from.base(workspace), workspace, pool);
            Tensor before = Layout.toTensor(from, from.baseOfFrameBefore(workspace), workspace, pool);
            Layout.toMaps(shift.step(frame, shift.memory(before)),
                    to.maps(), to.array(workspace), to.base(workspace), pool);
        };
    }

    private static Step plain(UnaryOperator<Tensor> operation, Place from, Place to) {
        return (workspace, pool) -> Layout.toMaps(operation.apply(Layout.toTensor(from, workspace, pool)),
                to.maps(), to.array(workspace), to.base(workspace), pool);
    }

    private static Step plain(BinaryOperator<Tensor> operation, Place a, Place b, Place to) {
        return (workspace, pool) -> Layout.toMaps(
                operation.apply(Layout.toTensor(a, workspace, pool), Layout.toTensor(b, workspace, pool)),
                to.maps(), to.array(workspace), to.base(workspace), pool);
    }
}
