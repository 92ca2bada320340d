package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * While a plan goes over from plain kernels to vector kernels, and these are compiled, its results stay the same to the
 * bit.
 */
class WarmUpPlanTest {

    private static final int SIZE = 96;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theResultsStayTheSame() {
        assumeTrue(Kernels.get().name().startsWith("vector"), "skipped: no vector kernels to go over to");
        PretrainedNetwork model = PretrainedNetwork.gestures();
        int segments = model.network().config().segments();
        InferencePlan plan = InferencePlan.compile(model.network(), 1, 3 * segments, SIZE, SIZE);
        Random random = new Random(3);
        Tensor x = Tensor.zeros(1, 3 * segments, SIZE, SIZE);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        float[] first = plan.run(x).data().clone();
        // Longer than plain kernels are used: in a pool of one thread, this one computes all.
        try (WorkerPool pool = new WorkerPool(1)) {
            pool.run(() -> {
                for (long began = System.nanoTime(); System.nanoTime() - began < LONG_ENOUGH.toNanos();) {
                    assertArrayEquals(first, plan.run(x).data());
                }
            });
        }
    }
}
