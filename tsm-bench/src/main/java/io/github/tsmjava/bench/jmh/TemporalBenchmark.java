package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.bench.workload.SeededParameters;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
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
 * What a network can do to see time: the shift with a 2-D convolution behind it, or a 3-D convolution. Plans of one
 * layer, on the same eight frames; the time includes the way to blocked maps and back, the same for all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsPrepend = RequiredKernels.FLAG)
public class TemporalBenchmark {

    private static final int SEGMENTS = 8;

    @Param({"conv2d-1x1", "shift-1x1", "conv3d-3x1x1", "conv2d-3x3", "shift-3x3", "conv3d-3x3x3"})
    String layer;

    /** Channels, in and out, and side of the maps between the 1×1 convolutions of each stage of ResNet-50. */
    @Param({"64x56", "128x28", "256x14", "512x7"})
    String map;

    @Param("1")
    int threads;

    @Param("vector")
    String kernels;

    private InferencePlan plan;
    private Tensor x;
    private WorkerPool pool;

    @Setup
    public void prepare() {
        RequiredKernels.require(kernels);
        String[] size = map.split("x");
        int channels = Integer.parseInt(size[0]);
        int side = Integer.parseInt(size[1]);
        x = Tensor.zeros(SEGMENTS, channels, side, side);
        Arrays.fill(x.data(), 1);
        plan = InferencePlan.compile(layer(channels), x.shape());
        pool = new WorkerPool(threads);
    }

    private Layer layer(int channels) {
        var root = io.github.tsmjava.nn.Scope.root(new SeededParameters());
        int kernel = layer.endsWith("1x1") ? 1 : 3;
        ConvSpec spec = ConvSpec.of(1, kernel / 2);
        return switch (layer.substring(0, layer.indexOf('-'))) {
            case "conv2d" -> new Conv2d(root, channels, channels, kernel, spec);
            case "shift" -> new TemporalShift(root, Shift.bidirectional(8), SEGMENTS,
                    scope -> new Conv2d(scope, channels, channels, kernel, spec));
            case "conv3d" -> new Conv3d(
                    root, SEGMENTS, channels, channels, 3, kernel, new Conv3dSpec(1, 1, spec), false);
            default -> throw new IllegalArgumentException("expected conv2d, shift or conv3d, found " + layer);
        };
    }

    @Benchmark
    public Tensor run() {
        Tensor[] result = new Tensor[1];
        pool.run(() -> result[0] = plan.run(x));
        return result[0];
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
