package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.StreamMemory;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.plan.InferencePlan.StepSummary;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A 3×3 convolution behind a shift, by Winograd's algorithm, computes what the layers compute. */
class ShiftedWinogradTest {

    private static final double TOLERANCE = 3e-5;

    private final Random random = new Random(18);

    private Tensor noise(double mean, double spread, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) (mean + spread * (2 * random.nextDouble() - 1));
        }
        return tensor;
    }

    private Layer network(int channels, int outputs, Shift shift, int segments) {
        Scope scope = Scope.root((name, role, shape) -> switch (role) {
            case CONV_WEIGHT -> noise(0, Math.sqrt(3.0 * shape[0] / Tensor.size(shape)), shape);
            case NORM_WEIGHT, RUNNING_VAR -> noise(1, 0.5, shape);
            default -> noise(0, 0.2, shape);
        });
        return new Sequential(scope, List.of(
                s -> new TemporalShift(s, shift, segments, at -> new Conv2d(at, channels, outputs, 3, ConvSpec.of(1, 1))),
                s -> new BatchNorm(s, outputs),
                ActivationLayer::relu));
    }

    /** Shares of the channels that are no whole blocks, and all kinds of shifts. */
    @Test
    void clipsEqualTheLayers() throws Exception {
        for (int i = 0; i < 28; i++) {
            int div = 2 + random.nextInt(12);
            Shift shift = switch (i % 4) {
                case 0 -> Shift.bidirectional(div);
                case 1 -> Shift.unidirectional(div);
                case 2 -> Shift.quarters(Shift.Boundary.ZERO);
                default -> Shift.quarters(Shift.Boundary.CIRCULANT);
            };
            int segments = 1 + random.nextInt(8);
            int channels = 32 + random.nextInt(60);
            Layer network = network(channels, 32 + random.nextInt(20), shift, segments);
            Tensor x = noise(0, 1, segments * (1 + random.nextInt(3)), channels, 22 + random.nextInt(12), 22 + random.nextInt(12));
            InferencePlan plan = InferencePlan.compile(network, Accuracy.FAST, x.shape());
            assertWinograd(plan.steps());
            String message = "case %d: %s, %s, clips of %d".formatted(i, x, shift, segments);
            assertClose(network.forward(x), plan.run(x), message);
            try (WorkerPool pool = new WorkerPool(3)) {
                assertArrayEquals(plan.run(x).data(), pool.call(() -> plan.run(x).data()), message);
            }
        }
    }

    @Test
    void streamsEqualTheLayers() {
        for (int i = 0; i < 8; i++) {
            int channels = 32 + random.nextInt(60);
            Layer network = network(channels, 40, Shift.unidirectional(2 + random.nextInt(12)), 8);
            int side = 22 + random.nextInt(12);
            int streams = 1 + i % 3;
            StreamingPlan plan = StreamingPlan.compile(network, Accuracy.FAST, streams, channels, side, side);
            assertWinograd(plan.steps());
            StreamingPlan.Stream stream = plan.open();
            StreamMemory memory = new StreamMemory();
            for (int frame = 0; frame < 5; frame++) {
                Tensor x = noise(0, 1, streams, channels, side, side);
                assertClose(network.forward(x, memory), stream.next(x), "case %d, frame %d of %s".formatted(i, frame, x));
            }
        }
    }

    private static void assertWinograd(List<StepSummary> steps) {
        assertEquals(List.of("layout", "winograd"), steps.stream().map(StepSummary::algorithm).toList());
    }

    private static void assertClose(Tensor expected, Tensor actual, String message) {
        PlanAssertions.assertClose(expected, actual, TOLERANCE, message);
    }
}
