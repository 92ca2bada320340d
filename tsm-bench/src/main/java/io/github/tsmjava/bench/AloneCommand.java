package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.measure.Garbage;
import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.measure.Timing;
import io.github.tsmjava.bench.workload.Ours;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.vector.FmaCeiling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One workload of ours, in this process; prints a {@link Timing}. */
@Command(name = "alone", hidden = true)
final class AloneCommand implements Callable<Integer> {

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
                    gflops / ceiling, Garbage.perCall(ours), Kernels.get().name())));
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
}
