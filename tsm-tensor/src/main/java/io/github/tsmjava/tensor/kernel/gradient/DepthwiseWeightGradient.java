package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.LaneSum;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.depthwise.Stage;
import java.util.Arrays;

/** The gradient of a depthwise convolution with respect to its weights; each channel is a task, image after image. */
public final class DepthwiseWeightGradient {

    private final MovedDots kernel;

    DepthwiseWeightGradient(MovedDots kernel) {
        this.kernel = kernel;
    }

    /**
     * Computes {@code dw[o, r, s] = sum over images and output pixels of dy[o] * x[moved by (r, s)]}.
     *
     * @param shape of the convolution; depthwise
     * @param dw    overwritten
     */
    public void run(ConvShape shape, float[] x, float[] dy, float[] dw, WorkerPool pool) {
        Stage stage = new Stage(shape, 1);
        int[] moves = stage.moves();
        int lanes = kernel.lanes();
        int run = Math.ceilDiv(shape.outHeight() * stage.pitch(), lanes) * lanes;
        pool.forEach(shape.outChannels(), channel -> {
            float[] staged = Scratch.STAGE.get(stage.size() + run);
            float[] gradient = Scratch.PANELS.get(run);
            Arrays.fill(staged, 0, stage.size() + run, 0f);
            Arrays.fill(gradient, 0, run, 0f);
            float[] sums = new float[moves.length * lanes];
            double[] total = new double[moves.length];
            for (int image = 0; image < shape.batch(); image++) {
                int input = image * shape.inChannels() + channel / shape.groupOutChannels();
                stage.fill(x, input * shape.inPlane(), staged, 0);
                int from = (image * shape.outChannels() + channel) * shape.outPlane();
                for (int row = 0; row < shape.outHeight(); row++) {
                    System.arraycopy(dy, from + row * shape.outWidth(),
                            gradient, row * stage.pitch(), shape.outWidth());
                }
                Arrays.fill(sums, 0f);
                kernel.add(gradient, staged, moves, run, sums);
                for (int tap = 0; tap < total.length; tap++) {
                    total[tap] += LaneSum.of(sums, tap * lanes, lanes);
                }
            }
            for (int tap = 0; tap < total.length; tap++) {
                dw[channel * total.length + tap] = (float) total[tap];
            }
        });
    }
}
