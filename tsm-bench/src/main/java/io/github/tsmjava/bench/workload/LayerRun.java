package io.github.tsmjava.bench.workload;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import java.util.Random;

/** One convolution on a clip of eight frames, with memory for its input, weight and output. */
public final class LayerRun {

    private static final int FRAMES = 8;

    private final LayerShape layer;
    private final ConvShape shape;
    private final ConvAlgorithm algorithm;
    private final float[] x;
    private final float[] weight;
    private final float[] y;

    public LayerRun(LayerShape layer) {
        this.layer = layer;
        shape = new ConvShape(FRAMES, layer.inChannels(), layer.inSize(), layer.inSize(), layer.outChannels(),
                layer.kernel(), layer.kernel(), layer.spec().strideH(), layer.spec().strideW(),
                layer.spec().padH(), layer.spec().padW(), layer.spec().groups());
        algorithm = Kernels.get().convolution(shape);
        Random random = new Random(1);
        x = random(random, FRAMES * shape.inChannels() * shape.inPlane());
        weight = random(random, shape.outChannels() * shape.depth());
        y = new float[FRAMES * shape.outChannels() * shape.outPlane()];
    }

    private static float[] random(Random random, int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }

    public LayerShape layer() {
        return layer;
    }

    public String algorithm() {
        return algorithm.name();
    }

    /** Floating-point operations of one run, a multiply-add being two. */
    public double operations() {
        return layer.operations() * FRAMES;
    }

    public float[] run(WorkerPool pool) {
        algorithm.run(shape, x, weight, null, y, pool);
        return y;
    }
}
