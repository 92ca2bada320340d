package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While a plan goes over from plain kernels to compiled vector kernels, its results stay the same to the bit. */
class WarmUpPlanTest {

    private static final int SIZE = 96;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theResultsStayTheSame() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        int segments = model.network().config().segments();
        InferencePlan plan = InferencePlan.compile(model.network(), 1, 3 * segments, SIZE, SIZE);
        Random random = new Random(3);
        Tensor x = Tensor.zeros(1, 3 * segments, SIZE, SIZE);
        for (int i = 0; i < x.data().length; i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        float[] first = plan.run(x).data().clone();
        double work = model.network().multiplyAdds(SIZE);
        // Until the thread has come and gone; without vector kernels it never comes.
        for (double done = 0; done < 5e9 || isWarmingUp(); done += work) {
            assertArrayEquals(first, plan.run(x).data());
        }
        assertArrayEquals(first, plan.run(x).data());
    }

    private static boolean isWarmingUp() {
        return Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().equals("tsm-warm-up"));
    }
}
