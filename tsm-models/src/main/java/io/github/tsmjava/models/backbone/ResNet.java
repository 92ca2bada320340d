package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * ResNet and ResNeXt: a 7×7 stem, four stages of residual blocks, the mean over the last map.
 *
 * <pre>
 *   [N·T, C, H, W]  conv1 /2  maxpool /2  layer1  layer2 /2  layer3 /2  layer4 /2  avgpool  [N·T, features]
 * </pre>
 *
 * Source: He et al., "Deep Residual Learning for Image Recognition", CVPR 2016; names and strides as in torchvision.
 */
final class ResNet extends Layer {

    /** The stage in front of which TSN's temporal pool stands. */
    static final int POOLED_STAGE = 2;

    private final Layer conv1;
    private final Layer bn1;
    private final Layer relu;
    private final Layer maxpool;
    private final List<Layer> stages = new ArrayList<>();
    private final Layer avgpool;

    ResNet(Scope scope, Residuals residuals, int channels, TemporalParts time) {
        super(scope);
        conv1 = child(new Conv2d(scope.at("conv1"), channels, 64, 7, ConvSpec.of(2, 3)));
        bn1 = child(new BatchNorm(scope.at("bn1"), 64));
        relu = child(ActivationLayer.relu(scope.at("relu")));
        maxpool = child(new MaxPool2d(scope.at("maxpool"), 3, 2, 1));
        int in = 64;
        for (int stage = 1; stage <= 4; stage++) {
            int planes = Residuals.planes(stage);
            stages.add(child(stage(scope, residuals, time, stage, in, planes)));
            in = planes * residuals.expansion();
        }
        avgpool = child(new GlobalAvgPool(scope.at("avgpool")));
    }

    private static Layer stage(Scope scope, Residuals residuals, TemporalParts time, int stage, int in,
            int planes) {
        int out = planes * residuals.expansion();
        List<Function<Scope, Layer>> blocks = new ArrayList<>();
        for (int i = 0; i < residuals.blocks().get(stage - 1); i++) {
            int blockIn = i == 0 ? in : out;
            int stride = i == 0 && stage > 1 ? 2 : 1;
            String name = "layer" + stage + "." + i;
            TemporalParts.OfBlock atBlock = stage < POOLED_STAGE ? time.at(name) : time.behindPool(name);
            blocks.add(place -> atBlock.whole(place, out, s -> residuals.block(s, blockIn, planes, stride, atBlock)));
        }
        Scope here = scope.at("layer" + stage);
        return stage == POOLED_STAGE ? time.pooledStage(here, s -> new Sequential(s, blocks))
                : new Sequential(here, blocks);
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = conv1.run(x, flow);
        y = relu.run(bn1.run(y, flow), flow);
        y = maxpool.run(y, flow);
        for (Layer stage : stages) {
            y = stage.run(y, flow);
        }
        return avgpool.run(y, flow);
    }
}
