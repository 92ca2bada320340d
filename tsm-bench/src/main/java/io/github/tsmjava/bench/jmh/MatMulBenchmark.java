package io.github.tsmjava.bench.jmh;

import io.github.tsmjava.bench.workload.RequiredKernels;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.Matrix;
import java.util.Random;
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

/** The matrix product, square: {@code 2 · side³} operations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsPrepend = RequiredKernels.FLAG)
public class MatMulBenchmark {

    @Param({"128", "512", "1024"})
    int side;

    @Param("2")
    int threads;

    @Param("vector")
    String kernels;

    private Matrix a;
    private Matrix b;
    private float[] c;
    private WorkerPool pool;

    @Setup
    public void prepare() {
        RequiredKernels.require(kernels);
        Random random = new Random(1);
        a = random(random);
        b = random(random);
        c = new float[side * side];
        pool = new WorkerPool(threads);
    }

    private Matrix random(Random random) {
        float[] numbers = new float[side * side];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return new Matrix(numbers, 0, side, 1);
    }

    @Benchmark
    public float[] matmul() {
        Kernels.get().matmul(side, side, side, a, b, c, 0, pool);
        return c;
    }

    @TearDown
    public void close() {
        pool.close();
    }
}
