package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.List;

/**
 * The residual block of ResNet-18 and 34.
 *
 * <pre>
 *   x ──┬── [shift] conv1 3×3/s ─ bn1 ─ relu ── conv2 3×3 ─ bn2 ──┐
 *       └─────────────── identity, or 1×1/s ─ bn ─────────────────┴─ add ─ relu
 * </pre>
 */
final class BasicBlock extends Layer {

    private final Layer conv1;
    private final Layer bn1;
    private final Layer conv2;
    private final Layer bn2;
    private final Layer relu;
    private final Layer downsample;

    BasicBlock(Scope scope, int in, int planes, int stride, TemporalParts.OfBlock time) {
        super(scope);
        conv1 = child(time.firstConv(scope.at("conv1"), s -> new Conv2d(s, in, planes, 3, ConvSpec.of(stride, 1))));
        bn1 = child(new BatchNorm(scope.at("bn1"), planes));
        conv2 = child(new Conv2d(scope.at("conv2"), planes, planes, 3, ConvSpec.of(1, 1)));
        bn2 = child(new BatchNorm(scope.at("bn2"), planes));
        relu = child(ActivationLayer.relu(scope.at("relu")));
        downsample = needsDownsample(in, planes, stride)
                ? child(downsample(scope.at("downsample"), in, planes, stride)) : null;
    }

    /** Whether the identity must change its shape to be added to the block's output. */
    static boolean needsDownsample(int in, int out, int stride) {
        return stride != 1 || in != out;
    }

    /** The identity branch where the block changes channels or size. */
    static Layer downsample(Scope scope, int in, int out, int stride) {
        return new Sequential(scope, List.of(
                s -> new Conv2d(s, in, out, 1, ConvSpec.of(stride, 0)),
                s -> new BatchNorm(s, out)));
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = conv1.run(x, flow);
        y = relu.run(bn1.run(y, flow), flow);
        y = bn2.run(conv2.run(y, flow), flow);
        V identity = downsample == null ? x : downsample.run(x, flow);
        return relu.run(flow.add(y, identity), flow);
    }
}
