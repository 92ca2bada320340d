package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.LayerRun;
import io.github.tsmjava.bench.workload.LayerShape;
import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** All convolutions of a network, or one layer by name, on a clip of eight frames. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgsPrepend = RequiredKernels.FLAG)
public class ConvolutionBenchmark {

    private static final String ALL = "all";

    @Param("resnet50")
    String network;

    /** A name of the network's {@code .shapes} file, run once; or {@code all}, each as often as the network has it. */
    @Param(ALL)
    String layer;

    @Param("2")
    int threads;

    @Param("vector")
    String kernels;

    private List<LayerRun> runs;
    private WorkerPool pool;

    @Setup
    public void prepare() {
        RequiredKernels.require(kernels);
        runs = LayerShape.ofNetwork(network).stream()
                .filter(shape -> layer.equals(ALL) || shape.name().equals(layer)).map(LayerRun::new).toList();
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(network + " has no layer " + layer);
        }
        pool = new WorkerPool(threads);
    }

    @Benchmark
    public void convolutions() {
        for (LayerRun run : runs) {
            for (int i = 0; i < (layer.equals(ALL) ? run.layer().repeat() : 1); i++) {
                run.run(pool);
            }
        }
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
