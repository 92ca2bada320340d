package io.github.tsmjava.models.toy;

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
 * The layers of the toy backbone.
 *
 * <pre>
 *   [N·T, C, H, W]  stem 3×3/2  blocks.0  blocks.1 …  avgpool  [N·T, features]
 * </pre>
 */
final class Toy extends Layer {

    private final Layer stem;
    private final Layer blocks;
    private final Layer avgpool;

    Toy(Scope scope, ToyBackbone backbone, int channels, TemporalParts time) {
        super(scope);
        int width = backbone.features();
        stem = child(new Conv2d(scope.at("stem"), channels, width, 3, ConvSpec.of(2, 1)));
        List<Function<Scope, Layer>> all = new ArrayList<>();
        for (String name : backbone.blockNames()) {
            TemporalParts.OfBlock atBlock = time.at(name);
            all.add(s -> new Block(s, width, atBlock));
        }
        blocks = child(new Sequential(scope.at("blocks"), all));
        avgpool = child(new GlobalAvgPool(scope.at("avgpool")));
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return avgpool.run(blocks.run(stem.run(x, flow), flow), flow);
    }

    /** {@code x + relu(norm([shift] conv 3×3))}. */
    private static final class Block extends Layer {

        private final Layer conv;
        private final Layer norm;
        private final Layer relu;

        Block(Scope scope, int width, TemporalParts.OfBlock time) {
            super(scope);
            conv = child(time.firstConv(scope.at("conv"), s -> new Conv2d(s, width, width, 3, ConvSpec.of(1, 1))));
            norm = child(new BatchNorm(scope.at("norm"), width));
            relu = child(ActivationLayer.relu(scope.at("relu")));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            return flow.add(x, relu.run(norm.run(conv.run(x, flow), flow), flow));
        }
    }
}
