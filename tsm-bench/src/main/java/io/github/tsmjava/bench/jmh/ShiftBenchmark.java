package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.blocked.BlockedConvolution;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvQuads;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.FoldOffsets;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;
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

/**
 * The three forms of the shift, on a clip of eight frames: a copy of everything, the moving channels copied in place,
 * and fused into the 1×1 convolution behind it, which is to be read against the same convolution without a shift. What
 * it costs inside a network is TSM against TSN in {@link NetworkBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = RequiredKernels.FLAG)
public class ShiftBenchmark {

    private static final int SEGMENTS = 8;

    /** Channels and side of the input of one block of each stage of ResNet-50. */
    @Param({"256x56", "512x28", "1024x14", "2048x7"})
    String map;

    private final Shift shift = Shift.bidirectional(8);
    private Tensor x;
    private BlockedConvolution convolution;
    private int[][] shiftedTables;
    private int[][] tables;
    private float[] input;
    private float[] output;
    private WorkerPool pool;

    @Setup
    public void prepare() {
        String[] size = map.split("x");
        int channels = Integer.parseInt(size[0]);
        int side = Integer.parseInt(size[1]);
        x = Tensor.zeros(SEGMENTS, channels, side, side);
        RequiredKernels.require("vector");
        prepareConvolution(channels, channels / 4, side);
        pool = new WorkerPool(1);
    }

    /** That of a bottleneck, with the same weights for both. */
    private void prepareConvolution(int channels, int outputs, int side) {
        BlockedKernels kernels = Kernels.get().blocked();
        Maps from = new Maps(SEGMENTS, channels, side, side, 0, 0, kernels.lanes());
        Maps to = new Maps(SEGMENTS, outputs, side, side, 0, 0, kernels.lanes());
        ConvQuads quads = ConvQuads.blocked(from, 1, 0,
                new FoldOffsets(shift.fold(channels), shift.first(), shift.second(), SEGMENTS, false));
        shiftedTables = quads.tables(SEGMENTS, kernels.lanes());
        tables = new int[SEGMENTS][];
        Arrays.fill(tables, quads.table(0, 0, kernels.lanes()));
        Epilogue end = new Epilogue(new float[outputs], 0, Float.POSITIVE_INFINITY);
        convolution = new BlockedConvolution(kernels, quads, 0, from.rowStride(), from.lanes(), from.frameStride(), to,
                null, true, new float[outputs * channels], end);
        input = new float[from.size()];
        output = new float[to.size()];
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

    @Benchmark
    public float[] convolution() {
        convolution.run(tables, input, 0, null, 0, output, 0, pool);
        return output;
    }

    @Benchmark
    public float[] fusedWithConvolution() {
        convolution.run(shiftedTables, input, 0, null, 0, output, 0, pool);
        return output;
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
