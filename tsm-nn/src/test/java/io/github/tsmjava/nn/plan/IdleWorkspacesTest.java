package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IdleWorkspacesTest {

    /** All calls are in the middle of the plan at the same moment, so each needs a workspace of its own. */
    @Test
    @Timeout(60)
    void ofManyCallsAtOnceOneWorkspaceForEachCoreIsKept() throws Exception {
        int cores = Runtime.getRuntime().availableProcessors();
        int calls = 3 * cores + 5;
        Layer layer = new Conv2d(Scope.root(ParameterSource.random(2)), 3, 8, 3, ConvSpec.of(1, 1));
        Tensor x = Tensor.zeros(1, 3, 9, 9);
        x.data()[40] = 1;
        InferencePlan plan = InferencePlan.compile(layer, x.shape());
        float[] alone = plan.run(x).data();
        assertEquals(1, plan.idleWorkspaces());

        CyclicBarrier middle = new CyclicBarrier(calls);
        try (ExecutorService threads = Executors.newFixedThreadPool(calls)) {
            List<Future<Tensor>> results = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                results.add(threads.submit(() -> plan.run(x, step -> {
                    if (step == 0) {
                        await(middle);
                    }
                })));
            }
            for (Future<Tensor> result : results) {
                assertArrayEquals(alone, result.get().data());
            }
        }
        assertEquals(cores, plan.idleWorkspaces());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
