package io.github.tsmjava.bench;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.ops.Convolution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

/** All convolutions of a network, one after the other, on a clip of eight frames; and the share of each layer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 15)
@Fork(value = 3, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
public class ConvolutionBenchmark {

    private static final int FRAMES = 8;

    @Param("resnet50")
    String network;

    @Param("2")
    int threads;

    /** What must have been chosen, so that a missing flag does not measure something else. */
    @Param("vector")
    String kernels;

    private final List<Layer> layers = new ArrayList<>();
    private WorkerPool pool;

    private static final class Layer {
        final LayerShape shape;
        final Tensor x;
        final Tensor weight;
        final List<Double> milliseconds = new ArrayList<>();

        Layer(LayerShape shape, Random random) {
            this.shape = shape;
            x = random(random, FRAMES, shape.inChannels(), shape.inSize(), shape.inSize());
            weight = random(random, shape.outChannels(), shape.inChannels() / shape.spec().groups(),
                    shape.kernel(), shape.kernel());
        }

        private static Tensor random(Random random, int... size) {
            Tensor tensor = Tensor.zeros(size);
            for (int i = 0; i < tensor.size(); i++) {
                tensor.data()[i] = random.nextFloat() - 0.5f;
            }
            return tensor;
        }

        void run() {
            long start = System.nanoTime();
            for (int i = 0; i < shape.repeat(); i++) {
                Convolution.conv2d(x, weight, null, shape.spec());
            }
            milliseconds.add((System.nanoTime() - start) * 1e-6);
        }

        String report() {
            double[] measured = milliseconds.stream().skip(milliseconds.size() / 2).mapToDouble(m -> m).toArray();
            Arrays.sort(measured);
            double median = measured[measured.length / 2];
            return "%-26s %7.2f ms %7.1f GFLOP/s".formatted(shape.name(), median,
                    shape.operations() * FRAMES * shape.repeat() / median * 1e-6);
        }
    }

    @Setup(Level.Trial)
    public void prepare() {
        if (!Kernels.get().name().startsWith(kernels)) {
            throw new IllegalStateException("expected " + kernels + " kernels, got " + Kernels.get().name());
        }
        Random random = new Random(1);
        LayerShape.ofNetwork(network).forEach(shape -> layers.add(new Layer(shape, random)));
        pool = new WorkerPool(threads);
    }

    @Benchmark
    public void chain() {
        pool.run(() -> layers.forEach(Layer::run));
    }

    @TearDown(Level.Trial)
    public void report() {
        pool.close();
        System.out.println();
        layers.forEach(layer -> System.out.println(layer.report()));
    }
}
