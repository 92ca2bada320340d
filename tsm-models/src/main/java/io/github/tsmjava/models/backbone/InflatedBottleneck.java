package io.github.tsmjava.models.backbone;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import java.util.List;

/**
 * The residual block of an I3D ResNet.
 *
 * <pre>
 *   x ──┬── conv1 3×1×1 or 1×1×1 ─ bn1 ─ relu ── conv2 1×3×3/s ─ bn2 ─ relu ── conv3 1×1×1 ─ bn3 ──┐
 *       └───────────────────────── identity, or 1×1×1/s ─ bn ──────────────────────────────────────┴─ add ─ relu
 * </pre>
 */
final class InflatedBottleneck extends Layer {

    private final Layer conv1;
    private final Layer bn1;
    private final Layer conv2;
    private final Layer bn2;
    private final Layer conv3;
    private final Layer bn3;
    private final Layer relu;
    private final Layer downsample;

    /**
     * @param segments frames of a clip here
     * @param taps     frames that the first convolution sees: 3 or 1
     */
    InflatedBottleneck(Scope scope, int segments, int in, int planes, int taps, int stride) {
        super(scope);
        int out = planes * Bottleneck.EXPANSION;
        conv1 = child(new Conv3d(scope.at("conv1"), segments, in, planes, taps, 1,
                Conv3dSpec.of(1, 1, taps / 2, 0), false));
        bn1 = child(new BatchNorm(scope.at("bn1"), planes));
        conv2 = child(new Conv3d(scope.at("conv2"), segments, planes, planes, 1, 3, Conv3dSpec.of(1, stride, 0, 1),
                false));
        bn2 = child(new BatchNorm(scope.at("bn2"), planes));
        conv3 = child(pointwise(scope.at("conv3"), segments, planes, out, 1));
        bn3 = child(new BatchNorm(scope.at("bn3"), out));
        relu = child(ActivationLayer.relu(scope.at("relu")));
        downsample = BasicBlock.needsDownsample(in, out, stride) ? child(new Sequential(scope.at("downsample"), List.of(
                s -> pointwise(s, segments, in, out, stride), s -> new BatchNorm(s, out)))) : null;
    }

    private static Layer pointwise(Scope scope, int segments, int in, int out, int stride) {
        return new Conv3d(scope, segments, in, out, 1, 1, Conv3dSpec.of(1, stride, 0, 0), false);
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = conv1.run(x, flow);
        y = relu.run(bn1.run(y, flow), flow);
        y = conv2.run(y, flow);
        y = relu.run(bn2.run(y, flow), flow);
        y = bn3.run(conv3.run(y, flow), flow);
        V identity = downsample == null ? x : downsample.run(x, flow);
        return relu.run(flow.add(y, identity), flow);
    }
}
