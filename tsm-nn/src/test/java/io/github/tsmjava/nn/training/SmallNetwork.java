package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.List;

/** Every layer there is, and every way in which they follow one another: two clips of four frames to three classes. */
final class SmallNetwork extends Layer {

    private static final int SEGMENTS = 4;

    private final Layer body;
    private final Linear classifier;

    SmallNetwork(Scope scope, NonLocal.Mode mode, Shift shift) {
        super(scope);
        body = child(new Sequential(scope, List.of(
                s -> new Residual(s, shift, 2, 8, 1, 1),
                s -> new Residual(s, shift, 8, 8, 1, 8),
                s -> new NonLocal(s, mode, SEGMENTS, 8, true, block -> new Residual(block, shift, 8, 8, 1, 2)),
                s -> new Conv3d(s, SEGMENTS, 8, 8, 3, 1, Conv3dSpec.of(1, 1, 1, 0), true),
                s -> new MaxPool2d(s, 3, 2, 1),
                s -> new TemporalPool(s, SEGMENTS, net -> new Residual(net, shift, 8, 12, 2, 4)),
                ActivationLayer::relu,
                GlobalAvgPool::new)));
        classifier = child(new Linear(scope.at("fc"), 12, 3));
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return flow.consensus(classifier.run(body.run(x, flow), flow), SEGMENTS / 2);
    }

    /**
     * A shifted convolution beside a strided one, either normalised; the sum is used as it is and with an
     * activation.
     */
    private static final class Residual extends Layer {

        private final Layer conv;
        private final Layer norm;
        private final Layer relu6;
        private final Layer side;
        private final Layer sideNorm;
        private final Layer relu;

        Residual(Scope scope, Shift shift, int in, int out, int stride, int groups) {
            super(scope);
            int segments = stride == 1 ? SEGMENTS : SEGMENTS / 2;
            conv = child(groups == 1
                    ? new Conv2d(scope.at("conv"), in, out, 3, ConvSpec.of(stride, 1))
                    : new TemporalShift(scope.at("conv"), shift, segments, s ->
                            new Conv2d(s, in, out, 3, ConvSpec.of(stride, 1, groups))));
            norm = child(new BatchNorm(scope.at("norm"), out));
            relu6 = child(ActivationLayer.relu6(scope.at("relu6")));
            side = child(new Conv2d(scope.at("side"), in, out, 1, ConvSpec.of(stride, 0)));
            sideNorm = child(new BatchNorm(scope.at("side_norm"), out));
            relu = child(ActivationLayer.relu(scope.at("relu")));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            V main = norm.run(conv.run(x, flow), flow);
            V other = sideNorm.run(side.run(x, flow), flow);
            V sum = flow.add(main, other);
            V twice = flow.add(relu6.run(main, flow), relu.run(sum, flow));
            return flow.add(twice, sum);
        }
    }
}
