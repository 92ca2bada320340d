package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.workload.Ours;
import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.bench.workload.Workload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Whole networks of ours. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 3, jvmArgsPrepend = RequiredKernels.FLAG)
public class NetworkBenchmark {

    /** One {@link Workload}, or several in turns, such as {@code tsn-resnet50+tsm-resnet50}. */
    @Param({"tsm-resnet50", "tsn-resnet50", "tsm-mobilenetv2", "online-mobilenetv2"})
    String forms;

    @Param({"1", "2"})
    int threads;

    @Param("vector")
    String kernels;

    private Turns turns;
    private Contender[] networks;
    private Contender current;

    @Setup
    public void prepare() {
        RequiredKernels.require(kernels);
        turns = new Turns(forms);
        networks = turns.forms().stream().map(form -> Ours.of(Workload.named(form), threads)).toArray(Contender[]::new);
    }

    @Setup(Level.Iteration)
    public void turn() {
        current = networks[turns.next()];
    }

    @Benchmark
    public float[] run() {
        return current.run();
    }

    @TearDown
    public void close() {
        for (Contender network : networks) {
            network.close();
        }
    }
}
