package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.bench.workload.ShiftedConvolution;
import io.github.tsmjava.tensor.WorkerPool;
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

/**
 * What the shift adds to the 1×1 convolution behind it, on a clip of eight frames: see {@link ShiftedConvolution} for the
 * forms. What it costs inside a network is TSM against TSN in {@link NetworkBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = RequiredKernels.FLAG)
public class ShiftBenchmark {

    /** Channels, side and channels behind the convolution: of one block of each stage of ResNet-50. */
    @Param({"256x56x64", "512x28x128", "1024x14x256", "2048x7x512"})
    String map;

    /** One, or several in turns, such as {@code conv+copy}. */
    @Param({"conv", "copy", "in-place", "plan", "fused"})
    String forms;

    @Param("1")
    int threads;

    private Turns turns;
    private ShiftedConvolution[] convolutions;
    private ShiftedConvolution current;
    private WorkerPool pool;

    @Setup
    public void prepare() {
        RequiredKernels.require("vector");
        turns = new Turns(forms);
        convolutions = turns.forms().stream().map(form -> ShiftedConvolution.of(map, form))
                .toArray(ShiftedConvolution[]::new);
        pool = new WorkerPool(threads);
    }

    @Setup(Level.Iteration)
    public void turn() {
        current = convolutions[turns.next()];
    }

    @Benchmark
    public float[] run() {
        return current.run(pool);
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
