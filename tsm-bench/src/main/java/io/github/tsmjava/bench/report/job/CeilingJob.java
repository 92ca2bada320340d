package io.github.tsmjava.bench.report.job;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.vector.FmaCeiling;
import java.util.Map;

/** How fast a loop of nothing but multiply-adds is on one thread. */
public record CeilingJob() implements Job {

    /** GFLOP/s. */
    public static final String CEILING = "ceiling";

    @Override
    public String command() {
        return "multiply-add ceiling";
    }

    @Override
    public double seconds() {
        return 1;
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public Measurement measure() {
        try (WorkerPool pool = new WorkerPool(1)) {
            return Measurement.ofFigures(command(), Map.of(CEILING, FmaCeiling.measure(pool)));
        }
    }
}
