package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.StreamMemory;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A plan with 3-D convolutions computes what the layers compute. */
class Conv3dPlanTest {

    /** {@code relu(x + norm(conv(x)))}. */
    private static final class Residual extends Layer {
        private final Layer conv;
        private final Layer norm;
        private final Layer relu;

        Residual(Scope scope, int channels, Function<Scope, Layer> conv) {
            super(scope);
            this.conv = child(conv.apply(scope.at("conv")));
            this.norm = child(new BatchNorm(scope.at("bn"), channels));
            this.relu = child(ActivationLayer.relu(scope.at("relu")));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            return relu.run(flow.add(x, norm.run(conv.run(x, flow), flow)), flow);
        }
    }

    private final Random random = new Random(9);

    /** Numbers of a spread that keeps activations where they are. */
    private Scope parameters() {
        return Scope.root((name, role, shape) -> switch (role) {
            case CONV_WEIGHT -> noise(0, Math.sqrt(3.0 * shape[0] / Tensor.size(shape)), shape);
            case NORM_WEIGHT, RUNNING_VAR -> noise(1, 0.5, shape);
            default -> noise(0, 0.2, shape);
        });
    }

    private Tensor noise(double mean, double spread, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) (mean + spread * (2 * random.nextDouble() - 1));
        }
        return tensor;
    }

    @Test
    void planEqualsLayers() throws Exception {
        for (int i = 0; i < 60; i++) {
            int segments = 1 + random.nextInt(9);
            int in = 1 + random.nextInt(20);
            int middle = 1 + random.nextInt(40);
            int kernelT = 1 + random.nextInt(5);
            int kernel = 1 + random.nextInt(5);
            int odd = 1 + 2 * random.nextInt(3);
            Conv3dSpec first = Conv3dSpec.of(1 + random.nextInt(2), 1 + random.nextInt(2),
                    kernelT / 2 + random.nextInt(2), kernel / 2 + random.nextInt(2));
            int between = first.outputFrames(segments, kernelT);
            boolean shifted = random.nextBoolean();
            boolean biased = random.nextBoolean();
            Layer network = new Sequential(parameters(), List.of(
                    s -> new Conv3d(s, segments, in, middle, kernelT, kernel, first, biased),
                    s -> new BatchNorm(s, middle),
                    ActivationLayer::relu,
                    s -> new Residual(s, middle, at -> new Conv3d(at, between, middle, middle, odd, 3,
                            Conv3dSpec.of(1, 1, odd / 2, 1), false)),
                    s -> shifted
                            ? new TemporalShift(s, Shift.bidirectional(4), between, at -> last(at, between, middle))
                            : last(s, between, middle)));
            Tensor x = noise(0, 1, segments * (1 + random.nextInt(3)), in, 5 + random.nextInt(20),
                    5 + random.nextInt(20));
            Tensor expected = network.forward(x);
            InferencePlan plan = InferencePlan.compile(network, x.shape());
            assertClose(expected, plan.run(x), "case " + i + ": " + x + " " + first);
            try (WorkerPool pool = new WorkerPool(3)) {
                assertArrayEquals(plan.run(x).data(), pool.call(() -> plan.run(x).data()));
            }
        }
    }

    private static Conv3d last(Scope scope, int segments, int in) {
        return new Conv3d(scope, segments, in, 25, 3, 1, Conv3dSpec.of(2, 1, 1, 0), true);
    }

    /** Different strides in height and width are left to the layer. */
    @Test
    void oblongStridesArePlannedToo() {
        Conv3dSpec oblong = new Conv3dSpec(2, 1, new ConvSpec(1, 2, 1, 0, 1));
        Layer network = new Sequential(parameters(), List.of(
                s -> new Conv2d(s, 3, 10, 3, ConvSpec.of(1, 1)),
                s -> new Conv3d(s, 4, 10, 5, 3, 3, oblong, false)));
        Tensor x = noise(0, 1, 8, 3, 9, 9);
        assertClose(network.forward(x), InferencePlan.compile(network, x.shape()).run(x), "oblong");
    }

    @Test
    void framesMustBeWholeClips() {
        Layer layer = last(parameters(), 4, 3);
        assertThrows(ShapeException.class, () -> layer.forward(Tensor.zeros(6, 3, 5, 5)));
        assertThrows(ShapeException.class, () -> InferencePlan.compile(layer, 6, 3, 5, 5));
        assertThrows(ShapeException.class, () -> InferencePlan.compile(layer, 4, 2, 5, 5));
    }

    @Test
    void whatSeesSeveralFramesCannotBeStreamed() {
        Layer layer = last(parameters(), 1, 3);
        assertThrows(IllegalStateException.class, () -> layer.forward(Tensor.zeros(1, 3, 5, 5), new StreamMemory()));
        assertThrows(IllegalStateException.class, () -> StreamingPlan.compile(layer, 1, 3, 5, 5));
        Layer single = new Conv3d(parameters(), 8, 3, 2, 1, 3, Conv3dSpec.of(1, 1, 0, 1), true);
        Tensor frame = noise(0, 1, 1, 3, 5, 5);
        Tensor planned = StreamingPlan.compile(single, 1, 3, 5, 5).open().next(frame);
        assertClose(single.forward(frame, new StreamMemory()), planned, "one frame");
    }

    private static void assertClose(Tensor expected, Tensor actual, String message) {
        PlanAssertions.assertClose(expected, actual, 1e-5, message);
    }
}
