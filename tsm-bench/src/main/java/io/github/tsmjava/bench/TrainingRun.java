package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Comparison;
import io.github.tsmjava.bench.measure.Garbage;
import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.measure.Timing;
import io.github.tsmjava.bench.workload.PythonTraining;
import io.github.tsmjava.bench.workload.TrainingStep;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.kernel.Kernels;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One training workload in this process; prints a {@link Comparison}, or a {@link Timing} where we are alone. */
@Command(name = "training-run", hidden = true)
final class TrainingRun implements Callable<Integer> {

    /** Stands for a Python that nobody wants. */
    static final String ALONE = "none";

    /** The second loss depends on all gradients of the first step. */
    private static final int CHECKED_STEPS = 2;
    private static final double TOLERANCE = 1e-4;

    @Parameters(index = "0")
    private String model;

    @Parameters(index = "1")
    private int threads;

    @Parameters(index = "2")
    private String python;

    @Mixin
    private Protocol protocol;

    @Override
    public Integer call() throws IOException {
        Workload workload = Workload.named(model);
        TsmNetwork network = workload.network();
        try (TrainingStep ours = new TrainingStep(workload, network, threads)) {
            if (python.equals(ALONE)) {
                double ceiling = AloneCommand.ceiling(threads);
                Spread ms = protocol.time(ours);
                double gflops = TrainingStep.operations(workload, network) / ms.median() * 1e-6;
                System.out.println(Json.line(new Timing(model, threads, ms.median(), ms.q1(), ms.q3(), gflops,
                        gflops / ceiling, Garbage.perCall(ours, 1), Kernels.get().name())));
                return 0;
            }
            try (PythonTraining theirs = new PythonTraining(python, workload, threads)) {
                for (int step = 1; step <= CHECKED_STEPS; step++) {
                    requireEqual(step, ours.run()[0], theirs.run()[0]);
                }
                System.out.println(Json.line(Comparison.of(model, threads, theirs.name(),
                        protocol.time(ours, theirs), Garbage.perCall(ours, 1))));
            }
        }
        return 0;
    }

    private void requireEqual(int step, float ours, float theirs) throws IOException {
        if (!(Math.abs(ours - theirs) <= TOLERANCE * Math.abs(theirs))) {
            throw new IOException("%s: expected a loss of %s within %g in step %d, as in PyTorch, found %s"
                    .formatted(model, theirs, TOLERANCE, step, ours));
        }
    }
}
