package io.github.tsmjava.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.bench.workload.LayerRun;
import io.github.tsmjava.bench.workload.LayerShape;
import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import org.junit.jupiter.api.Test;

class KernelsTest {

    @Test
    void otherKernelsThanAskedForStopABenchmark() {
        RequiredKernels.require(Kernels.get().name());
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> RequiredKernels.require("none"));
        assertTrue(e.getMessage().contains("none") && e.getMessage().contains(Kernels.get().name()), e.getMessage());
    }

    /** A ceiling below what a kernel reaches would be none. */
    @Test
    void noLayerIsAboveTheCeiling() {
        double ceiling = AloneCommand.ceiling(1);
        LayerRun run = new LayerRun(LayerShape.ofNetwork("resnet50").getLast());
        try (WorkerPool pool = new WorkerPool(1)) {
            long start = System.nanoTime();
            float[] y = run.run(pool);
            double gflops = run.operations() / (System.nanoTime() - start);
            assertTrue(gflops < ceiling, gflops + " of " + ceiling + " GFLOP/s");
            assertNotEquals(0, y[0]);
        }
        assertEquals(8 * 2.0 * 512 * 512 * 9 * 49, run.operations());
    }
}
