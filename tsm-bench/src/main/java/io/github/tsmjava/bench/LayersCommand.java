package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.LayerTiming;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.workload.LayerRun;
import io.github.tsmjava.bench.workload.LayerShape;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Every layer of a {@code .shapes} file by itself, in this process; prints a {@link LayerTiming} each, and a sum. */
@Command(name = "layers", hidden = true)
final class LayersCommand implements Callable<Integer> {

    /** Layers are many. */
    private static final int SHORTER = 10;

    @Parameters(index = "0")
    private String network;

    @Parameters(index = "1")
    private int threads;

    @Mixin
    private Protocol protocol;

    @Override
    public Integer call() {
        double ceiling = AloneCommand.ceiling(threads);
        double totalMs = 0;
        double operations = 0;
        int layers = 0;
        try (WorkerPool pool = new WorkerPool(threads)) {
            for (LayerShape shape : LayerShape.ofNetwork(network)) {
                LayerTiming timing = time(new LayerRun(shape), pool, ceiling);
                print(timing);
                totalMs += timing.totalMs();
                operations += timing.gflops() * timing.totalMs();
                layers += shape.repeat();
            }
        }
        double gflops = operations / totalMs;
        print(new LayerTiming(network, threads, "all", layers, totalMs / layers, totalMs, gflops,
                gflops / ceiling, ""));
        return 0;
    }

    private LayerTiming time(LayerRun run, WorkerPool pool, double ceiling) {
        double ms = protocol.shorter(SHORTER).time(() -> run.run(pool)).median();
        double gflops = run.operations() / ms * 1e-6;
        int repeat = run.layer().repeat();
        return new LayerTiming(network, threads, run.layer().name(), repeat, ms, ms * repeat, gflops, gflops / ceiling,
                run.algorithm());
    }

    private static void print(LayerTiming timing) {
        System.out.println(Json.line(timing));
    }
}
