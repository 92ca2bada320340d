package io.github.tsmjava.bench;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The shift by itself, on a clip of eight frames: a copy of everything, and the moving channels copied in place. What
 * it costs inside a network is TSM against TSN in {@link NetworkBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ShiftBenchmark {

    private static final int SEGMENTS = 8;

    /** Channels and side of the input of one block of each stage of ResNet-50. */
    @Param({"256x56", "512x28", "1024x14", "2048x7"})
    String map;

    private final Shift shift = Shift.bidirectional(8);
    private Tensor x;

    @Setup
    public void prepare() {
        String[] size = map.split("x");
        int side = Integer.parseInt(size[1]);
        x = Tensor.zeros(SEGMENTS, Integer.parseInt(size[0]), side, side);
    }

    @Benchmark
    public Tensor copy() {
        return shift.apply(x, SEGMENTS);
    }

    @Benchmark
    public Tensor inPlace() {
        shift.applyInPlace(x, SEGMENTS);
        return x;
    }
}
