package io.github.tsmjava.models.backbone;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The layers of an {@link R2Plus1dBackbone}: a stem that halves rows and columns, four stages of residual blocks of
 * which all but the first halve rows, columns and frames, the mean over the last map.
 *
 * <pre>
 *   [N·T, C, H, W]  stem 1×7×7 /2, 3×1×1  layer1  layer2 /2  layer3 /2  layer4 /2  avgpool  [N·T/8, 512]
 * </pre>
 */
final class R2Plus1d extends Layer {

    /** Channels between the two convolutions of the stem, and behind it. */
    private static final int STEM_BETWEEN = 45;
    private static final int STEM = 64;

    private final List<Layer> layers = new ArrayList<>();

    /** @param segments T of a clip */
    R2Plus1d(Scope scope, int channels, int segments) {
        super(scope);
        layers.add(child(new Sequential(scope.at("stem"), List.of(
                s -> new Conv3d(s, segments, channels, STEM_BETWEEN, 1, 7, Conv3dSpec.of(1, 2, 0, 3), false),
                s -> new BatchNorm(s, STEM_BETWEEN),
                ActivationLayer::relu,
                s -> new Conv3d(s, segments, STEM_BETWEEN, STEM, 3, 1, Conv3dSpec.of(1, 1, 1, 0), false),
                s -> new BatchNorm(s, STEM),
                ActivationLayer::relu))));
        int in = STEM;
        for (int stage = 1; stage <= R2Plus1dBackbone.STAGES; stage++) {
            layers.add(child(stage(scope.at("layer" + stage), stage, segments, in)));
            in = Residuals.planes(stage);
        }
        layers.add(child(new GlobalAvgPool(scope.at("avgpool"))));
    }

    private static Layer stage(Scope scope, int stage, int segments, int in) {
        List<Function<Scope, Layer>> blocks = new ArrayList<>();
        int planes = Residuals.planes(stage);
        int stride = stage > 1 ? 2 : 1;
        int frames = R2Plus1dBackbone.framesBehind(Math.max(1, stage - 1), segments);
        blocks.add(s -> new Block(s, frames, in, planes, stride));
        for (int i = 1; i < R2Plus1dBackbone.BLOCKS; i++) {
            blocks.add(s -> new Block(s, R2Plus1dBackbone.framesBehind(stage, segments), planes, planes, 1));
        }
        return new Sequential(scope, blocks);
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = x;
        for (Layer layer : layers) {
            y = layer.run(y, flow);
        }
        return y;
    }

    /**
     * A residual block.
     *
     * <pre>
     *   x ──┬── conv1: 1×3×3/s ─ bn ─ relu ─ 3×1×1/s ─ bn ─ relu ─ conv2: 1×3×3 ─ bn ─ relu ─ 3×1×1 ─ bn ─┐
     *       └────────────────────── identity, or 1×1×1/s ─ bn ────────────────────────────────────────────┴─ add ─ relu
     * </pre>
     */
    private static final class Block extends Layer {

        private final Layer conv1;
        private final Layer conv2;
        private final Layer relu;
        private final Layer downsample;

        /** @param segments frames of a clip in front of it */
        Block(Scope scope, int segments, int in, int planes, int stride) {
            super(scope);
            int between = between(in, planes);
            int shorter = (segments - 1) / stride + 1;
            conv1 = child(new Sequential(scope.at("conv1"), List.of(
                    s -> factored(s, segments, in, between, planes, stride),
                    s -> new BatchNorm(s, planes),
                    ActivationLayer::relu)));
            conv2 = child(new Sequential(scope.at("conv2"), List.of(
                    s -> factored(s, shorter, planes, between, planes, 1),
                    s -> new BatchNorm(s, planes))));
            relu = child(ActivationLayer.relu(scope.at("relu")));
            downsample = BasicBlock.needsDownsample(in, planes, stride)
                    ? child(new Sequential(scope.at("downsample"), List.of(
                    s -> new Conv3d(s, segments, in, planes, 1, 1, Conv3dSpec.of(stride, stride, 0, 0), false),
                    s -> new BatchNorm(s, planes)))) : null;
        }

        /** So many channels that both convolutions have as many weights as one of 3×3×3. */
        private static int between(int in, int planes) {
            return in * planes * 27 / (in * 9 + 3 * planes);
        }

        private static Layer factored(Scope scope, int segments, int in, int between, int out, int stride) {
            return new Sequential(scope, List.of(
                    s -> new Conv3d(s, segments, in, between, 1, 3, Conv3dSpec.of(1, stride, 0, 1), false),
                    s -> new BatchNorm(s, between),
                    ActivationLayer::relu,
                    s -> new Conv3d(s, segments, between, out, 3, 1, Conv3dSpec.of(stride, 1, 1, 0), false)));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            V y = conv2.run(conv1.run(x, flow), flow);
            V identity = downsample == null ? x : downsample.run(x, flow);
            return relu.run(flow.add(y, identity), flow);
        }
    }
}
