package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * MobileNetV2: a 3×3 stem, seventeen inverted residual blocks, a wide 1×1 convolution, the mean over the last map.
 *
 * <pre>
 *   [N·T, C, H, W]  features.0 /2  features.1 … features.17 (/16 in all)  features.18  avgpool  [N·T, features]
 * </pre>
 *
 * Source: Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", CVPR 2018; names as in MIT's code.
 */
final class MobileNetV2 extends Layer {

    private final Layer features;
    private final Layer avgpool;

    MobileNetV2(Scope scope, MobileNetV2Backbone backbone, int channels, TemporalParts time) {
        super(scope);
        List<Function<Scope, Layer>> layers = new ArrayList<>();
        layers.add(s -> convNormRelu(s, channels, backbone.stem(), 3, ConvSpec.of(2, 1)));
        for (int i = 0; i < MobileNetV2Backbone.TABLE.size(); i++) {
            MobileNetV2Backbone.Group group = MobileNetV2Backbone.TABLE.get(i);
            int out = backbone.groups().get(i);
            for (int block = 0; block < group.blocks(); block++) {
                int in = block == 0 ? backbone.input(i) : out;
                int stride = block == 0 ? group.stride() : 1;
                TemporalParts.OfBlock atBlock = time.at("features." + layers.size());
                layers.add(s -> new InvertedResidual(s, in, out, stride, group.expansion(), atBlock));
            }
        }
        int lastGroup = backbone.groups().getLast();
        layers.add(s -> convNormRelu(s, lastGroup, backbone.last(), 1, ConvSpec.of(1, 0)));
        features = child(new Sequential(scope.at("features"), layers));
        avgpool = child(new GlobalAvgPool(scope.at("avgpool")));
    }

    private static Layer convNormRelu(Scope scope, int in, int out, int kernel, ConvSpec spec) {
        return new Sequential(scope, List.of(
                s -> new Conv2d(s, in, out, kernel, spec),
                s -> new BatchNorm(s, out),
                ActivationLayer::relu6));
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return avgpool.run(features.run(x, flow), flow);
    }
}
