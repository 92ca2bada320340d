package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The layers of an {@link I3dBackbone}; T is 32, 16, 8, 8, 4, 4 at the places of this picture.
 *
 * <pre>
 *   [N·T, C, H, W]  conv1 /2, time /2  maxpool /2, time /2  layer1
 *                   pool2 time /2  layer2 /2  layer3 /2  layer4 /2  avgpool
 * </pre>
 */
final class I3dResNet extends Layer {

    private final Layer conv1;
    private final Layer bn1;
    private final Layer relu;
    private final Layer maxpool;
    private final Layer layer1;
    private final Layer behind;
    private final Layer avgpool;

    I3dResNet(Scope scope, I3dBackbone backbone, int channels, TemporalParts time) {
        super(scope);
        int segments = time.segments();
        conv1 = child(new Conv3d(scope.at("conv1"), segments, channels, 64, I3dBackbone.STEM_FRAMES, 7,
                Conv3dSpec.of(backbone.stemStride(), 2, I3dBackbone.STEM_FRAMES / 2, 3), false));
        bn1 = child(new BatchNorm(scope.at("bn1"), 64));
        relu = child(ActivationLayer.relu(scope.at("relu")));
        Scope pool = scope.at("maxpool");
        maxpool = child(backbone.heavy() ? new MaxPool2d(pool, 3, 2, 1) : new TemporalPool(pool,
                backbone.stemFrames(segments), 1, 2, s -> new MaxPool2d(s, 3, 2, 1)));
        int frames = backbone.layer1Frames(segments);
        layer1 = child(stage(scope, backbone, time, 1, frames));
        // The pool has no parameters: what is behind it keeps its own names.
        behind = child(new TemporalPool(scope.at("pool2"), frames, 2, 2,
                pooled -> behind(scope, pooled, backbone, time, backbone.outputFrames(segments))));
        avgpool = child(new GlobalAvgPool(scope.at("avgpool")));
    }

    private static Layer behind(Scope scope, Scope pooled, I3dBackbone backbone, TemporalParts time, int frames) {
        return new Sequential(pooled, List.of(
                s -> stage(scope, backbone, time, 2, frames),
                s -> stage(scope, backbone, time, 3, frames),
                s -> stage(scope, backbone, time, 4, frames)));
    }

    private static Layer stage(Scope scope, I3dBackbone backbone, TemporalParts time, int stage, int frames) {
        int planes = Residuals.planes(stage);
        int out = planes * Bottleneck.EXPANSION;
        List<Function<Scope, Layer>> blocks = new ArrayList<>();
        for (int i = 0; i < backbone.blocks().get(stage - 1); i++) {
            int in = i > 0 ? out : stage == 1 ? 64 : out / 2;
            int stride = i == 0 && stage > 1 ? 2 : 1;
            int taps = backbone.isInflated(stage, i) ? 3 : 1;
            TemporalParts.OfBlock atBlock = time.at("layer" + stage + "." + i, frames);
            blocks.add(place -> atBlock.whole(place, out,
                    s -> new InflatedBottleneck(s, frames, in, planes, taps, stride)));
        }
        return new Sequential(scope.at("layer" + stage), blocks);
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = conv1.run(x, flow);
        y = relu.run(bn1.run(y, flow), flow);
        y = layer1.run(maxpool.run(y, flow), flow);
        return avgpool.run(behind.run(y, flow), flow);
    }
}
