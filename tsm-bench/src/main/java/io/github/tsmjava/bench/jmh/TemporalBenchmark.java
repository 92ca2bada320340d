package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.bench.workload.TemporalLayer;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.Arrays;
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
 * What a network can do to see time: the shift with a 2-D convolution behind it, or a 3-D convolution, whole or in two
 * parts. Plans of one layer, on the same eight frames; the time includes the way to blocked maps and back, the same for
 * all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = RequiredKernels.FLAG)
public class TemporalBenchmark {

    /** One {@link TemporalLayer}, or several in turns, such as {@code conv2d-3x3+shift-3x3}. */
    @Param({"conv2d-1x1", "shift-1x1", "conv3d-3x1x1", "conv2d-3x3", "shift-3x3", "conv2plus1d", "conv3d-3x3x3"})
    String forms;

    /** Channels, in and out, and side of the maps between the 1×1 convolutions of each stage of ResNet-50. */
    @Param({"64x56", "128x28", "256x14", "512x7"})
    String map;

    @Param("1")
    int threads;

    @Param("vector")
    String kernels;

    private Turns turns;
    private InferencePlan[] plans;
    private InferencePlan current;
    private Tensor x;
    private WorkerPool pool;

    @Setup
    public void prepare() {
        RequiredKernels.require(kernels);
        turns = new Turns(forms);
        x = TemporalLayer.input(map);
        Arrays.fill(x.data(), 1);
        plans = turns.forms().stream()
                .map(form -> InferencePlan.compile(TemporalLayer.named(form).layer(map), x.shape()))
                .toArray(InferencePlan[]::new);
        pool = new WorkerPool(threads);
    }

    @Setup(Level.Iteration)
    public void turn() {
        current = plans[turns.next()];
    }

    @Benchmark
    public Tensor run() {
        Tensor[] result = new Tensor[1];
        pool.run(() -> result[0] = current.run(x));
        return result[0];
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
