package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.tensor.ops.ConvSpec;

/**
 * The residual block of ResNet-50, 101 and 152, and of ResNeXt, which groups the channels of its 3×3 convolution.
 *
 * <pre>
 *   x ──┬── [shift] conv1 1×1 ─ bn1 ─ relu ── conv2 3×3/s ─ bn2 ─ relu ── conv3 1×1 ─ bn3 ──┐
 *       └───────────────────────── identity, or 1×1/s ─ bn ─────────────────────────────────┴─ add ─ relu
 * </pre>
 */
final class Bottleneck extends Layer {

    /** Output channels over planes. */
    static final int EXPANSION = 4;

    private final Layer conv1;
    private final Layer bn1;
    private final Layer conv2;
    private final Layer bn2;
    private final Layer conv3;
    private final Layer bn3;
    private final Layer relu;
    private final Layer downsample;

    /**
     * @param width  channels inside the block
     * @param groups of the 3×3 convolution
     */
    Bottleneck(Scope scope, int in, int planes, int width, int groups, int stride, TemporalParts.OfBlock time) {
        super(scope);
        int out = planes * EXPANSION;
        conv1 = child(time.firstConv(scope.at("conv1"), s -> new Conv2d(s, in, width, 1, ConvSpec.of(1, 0))));
        bn1 = child(new BatchNorm(scope.at("bn1"), width));
        conv2 = child(new Conv2d(scope.at("conv2"), width, width, 3, ConvSpec.of(stride, 1, groups)));
        bn2 = child(new BatchNorm(scope.at("bn2"), width));
        conv3 = child(new Conv2d(scope.at("conv3"), width, out, 1, ConvSpec.of(1, 0)));
        bn3 = child(new BatchNorm(scope.at("bn3"), out));
        relu = child(ActivationLayer.relu(scope.at("relu")));
        downsample = BasicBlock.needsDownsample(in, out, stride)
                ? child(BasicBlock.downsample(scope.at("downsample"), in, out, stride)) : null;
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
