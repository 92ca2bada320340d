package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.bench.workload.TrainingStep;
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

/** Training steps: forward, cross entropy, backward, clipping of the gradients and momentum. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
// As ./tsm train runs: with large pages, where there are any. Forms that take turns keep their memory all the time.
@Fork(value = 2, jvmArgsPrepend = RequiredKernels.FLAG, jvmArgsAppend = {"-XX:+IgnoreUnrecognizedVMOptions",
    "-XX:+UseTransparentHugePages", "-XX:MaxRAMPercentage=60"})
public class TrainingBenchmark {

    /** One {@link Workload}, or several in turns. */
    @Param({"tsn-resnet50:8x112x2", "tsm-resnet50:8x112x2", "i3d_resnet50:8x112x2"})
    String forms;

    @Param("2")
    int threads;

    private Turns turns;
    private TrainingStep[] steps;
    private TrainingStep current;

    @Setup
    public void prepare() {
        RequiredKernels.require("vector");
        turns = new Turns(forms);
        steps = turns.forms().stream().map(Workload::named)
                .map(workload -> new TrainingStep(workload, workload.network(), threads)).toArray(TrainingStep[]::new);
    }

    @Setup(Level.Iteration)
    public void turn() {
        current = steps[turns.next()];
    }

    @Benchmark
    public float[] run() {
        return current.run();
    }

    @TearDown
    public void close() {
        for (TrainingStep step : steps) {
            step.close();
        }
    }
}
