package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Convolution;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.plan.pass.Algorithm;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.FusedInvertedResidual;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Add;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Convolution3d;
import java.util.function.UnaryOperator;

/** Makes the steps of a plan. */
record Steps(MemoryLayout memory, BlockedKernels kernels, ScaledWeights weights) {

    Step step(Node node, Algorithm algorithm) {
        Storage x = node.inputs().isEmpty() ? null : memory.of(node.input());
        Storage y = memory.of(node.output());
        return switch (node.operation()) {
            case Operation.Input _ -> (workspace, pool) -> TensorCopy.toMaps(workspace.input(), y, workspace, pool);
            case FusedConvolution conv -> switch (algorithm) {
                case DEPTHWISE -> new DepthwiseStep(node, conv, memory, kernels.maps());
                case GROUPED -> new GroupedStep(node, conv, memory, kernels, weights);
                case WINOGRAD -> new WinogradStep(node, conv, memory, kernels, weights);
                default -> new ConvolutionStep(node, conv, memory, kernels, weights);
            };
            case FusedInvertedResidual inverted -> new InvertedStep(node, inverted, memory, kernels);
            case Operation.MaxPool pool -> new MaxPoolStep(node, pool, memory, kernels.maps());
            case Operation.AveragePool _ -> averagePool(x, y, kernels.maps());
            case Operation.TemporalPool pool -> temporalPool(pool, x, y);
            case Operation.Attention attention -> new AttentionStep(node, attention, memory, kernels);
            case Operation.Activate act -> activate(act.activation(), x, y);
            case Operation.Normalize norm -> onTensors(norm.layer()::forward, x, y);
            case Convolution conv -> onTensors(input -> convolve(conv, input), x, y);
            case Operation.Shift shift when x.twoFrames() -> shiftStream(shift, x, y);
            case Operation.Shift shift -> onTensors(input -> shift.shift().apply(input, shift.segments()), x, y);
            case Operation.Add _ -> add(x, memory.of(node.inputs().get(1)), y);
            case Operation.Linear _, Operation.Consensus _, Operation.Fused _ ->
                    throw new IllegalStateException("no step for " + node.name());
        };
    }

    /** Planes to one row of pixels. */
    private static Step averagePool(Storage from, Storage to, MapKernels kernels) {
        Maps x = from.maps();
        Maps y = to.maps();
        return (workspace, pool) -> pool.forEach(x.frames(), frame -> {
            for (int block = 0; block < x.blocks(); block++) {
                kernels.mean(workspace.array(from),
                        workspace.base(from) + frame * x.frameStride() + block * x.blockStride() + x.pixel(0, 0),
                        x.rowStride(), x.height(), x.width(),
                        workspace.array(to), workspace.base(to) + block * y.blockStride() + y.pixel(0, frame));
            }
        });
    }

    private static Step temporalPool(Operation.TemporalPool operation, Storage from, Storage to) {
        Maps x = from.maps();
        Maps y = to.maps();
        int segments = operation.segments();
        int outputs = operation.window().outputFrames(segments);
        return (workspace, pool) -> pool.forEach(y.frames(), frame -> {
            int clip = frame / outputs * segments;
            int first = operation.window().first(frame % outputs);
            int end = operation.window().end(frame % outputs, segments);
            float[] in = workspace.array(from);
            float[] out = workspace.array(to);
            int size = y.width() * y.lanes();
            for (int block = 0; block < y.blocks(); block++) {
                for (int row = 0; row < y.height(); row++) {
                    int xAt = workspace.base(from) + (clip + first) * x.frameStride() + block * x.blockStride()
                            + x.pixel(row, 0);
                    int yAt = workspace.base(to) + frame * y.frameStride() + block * y.blockStride() + y.pixel(row, 0);
                    System.arraycopy(in, xAt, out, yAt, size);
                    for (int t = first + 1; t < end; t++) {
                        xAt += x.frameStride();
                        for (int i = 0; i < size; i++) {
                            out[yAt + i] = Math.max(out[yAt + i], in[xAt + i]);
                        }
                    }
                }
            }
        });
    }

    private static Step activate(Activation activation, Storage from, Storage to) {
        Maps x = from.maps();
        Maps y = to.maps();
        return (workspace, pool) -> pool.forEach(y.frames() * y.blocks(), task -> {
            int xAt = workspace.base(from) + task / x.blocks() * x.frameStride() + task % x.blocks() * x.blockStride();
            int yAt = workspace.base(to) + task / y.blocks() * y.frameStride() + task % y.blocks() * y.blockStride();
            for (int row = 0; row < y.height(); row++) {
                activation.apply(workspace.array(from), xAt + x.pixel(row, 0), workspace.array(to),
                        yAt + y.pixel(row, 0), y.width() * y.lanes());
            }
        });
    }

    private static Step shiftStream(Operation.Shift shift, Storage from, Storage to) {
        return (workspace, pool) -> {
            Tensor frame = TensorCopy.toTensor(from, workspace, pool);
            Tensor before = TensorCopy.toTensor(from, workspace.baseOfFrameBefore(from), workspace, pool);
            TensorCopy.toMaps(shift.shift().step(frame, shift.shift().memory(before)), to, workspace, pool);
        };
    }

    private static Step add(Storage a, Storage b, Storage to) {
        return (workspace, pool) -> TensorCopy.toMaps(Add.add(TensorCopy.toTensor(a, workspace, pool),
                TensorCopy.toTensor(b, workspace, pool)), to, workspace, pool);
    }

    private static Tensor convolve(Convolution convolution, Tensor x) {
        Tensor weight = convolution.filters().scaledWeight();
        Tensor bias = convolution.filters().roundedBias();
        if (convolution.isFrameByFrame()) {
            return io.github.tsmjava.tensor.ops.Convolution.conv2d(x, weight, bias, convolution.spec());
        }
        Convolution.Time time = convolution.time();
        return Convolution3d.frames(x, time.segments(), weight, bias,
                new Conv3dSpec(time.stride(), time.padding(), convolution.spec()));
    }

    private static Step onTensors(UnaryOperator<Tensor> operator, Storage from, Storage to) {
        return (workspace, pool) ->
                TensorCopy.toMaps(operator.apply(TensorCopy.toTensor(from, workspace, pool)), to, workspace, pool);
    }
}
