package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.workload.Ours;
import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.bench.workload.Workload;
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

/** Whole networks of ours. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 3, jvmArgsPrepend = RequiredKernels.FLAG)
public class NetworkBenchmark {

    @Param({"tsm-resnet50", "tsn-resnet50", "tsm-mobilenetv2", "online-mobilenetv2"})
    String model;

    @Param({"1", "2"})
    int threads;

    @Param("vector")
    String kernels;

    private Contender ours;

    @Setup
    public void prepare() {
        RequiredKernels.require(kernels);
        ours = Ours.of(Workload.named(model), threads);
    }

    @Benchmark
    public float[] forward() {
        return ours.run();
    }

    @TearDown
    public void close() {
        ours.close();
    }
}
