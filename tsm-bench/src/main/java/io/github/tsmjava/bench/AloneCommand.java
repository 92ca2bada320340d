package io.github.tsmjava.bench;

import com.sun.management.ThreadMXBean;
import io.github.tsmjava.models.TsmNetwork;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.vector.FmaCeiling;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One workload of ours, in this process; prints a {@link Timing}. */
@Command(name = "alone", hidden = true)
final class AloneCommand implements Callable<Integer> {

    private static final int CALLS = 10;
    private static final int BATCHES = 3;

    @Parameters(index = "0")
    private String model;

    @Parameters(index = "1")
    private int threads;

    @Mixin
    private Protocol protocol;

    @Override
    public Integer call() {
        Workload workload = Workload.named(model);
        TsmNetwork network = workload.network();
        double ceiling = ceiling(threads);
        try (Contender ours = Ours.of(workload, network, threads)) {
            Spread ms = protocol.time(ours);
            double gflops = workload.operations(network) / ms.median() * 1e-6;
            System.out.println(Json.line(new Timing(model, threads, ms.median(), ms.q1(), ms.q3(), gflops,
                    gflops / ceiling, garbage(ours), Kernels.get().name())));
        }
        return 0;
    }

    /** GFLOP/s of multiply-adds alone; infinite where there is no Vector API to reach it. */
    static double ceiling(int threads) {
        if (!Kernels.get().name().startsWith("vector")) {
            return Double.POSITIVE_INFINITY;
        }
        try (WorkerPool pool = new WorkerPool(threads)) {
            return FmaCeiling.measure(pool);
        }
    }

    /** Bytes that all threads together allocate in one call, once warm: the least of a few batches. */
    private static long garbage(Contender contender) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = threads.getTotalThreadAllocatedBytes();
            for (int call = 0; call < CALLS; call++) {
                contender.run();
            }
            least = Math.min(least, (threads.getTotalThreadAllocatedBytes() - before) / CALLS);
        }
        return least;
    }
}
