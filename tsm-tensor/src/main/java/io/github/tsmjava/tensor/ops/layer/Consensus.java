package io.github.tsmjava.tensor.ops.layer;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;

/**
 * The consensus of a clip's frames: the mean of their logits. Source: Wang et al., "Temporal Segment Networks", ECCV
 * 2016, section 3.1 (segmental consensus, average).
 */
public final class Consensus {

    private Consensus() { }

    /**
     * The mean of the logits of a clip's frames: {@code y[n, k] = 1/T · sum over t of logits[n·T + t, k]}.
     *
     * @param logits   {@code [N·T, K]}
     * @param segments T, the frames of a clip
     * @return {@code [N, K]}
     * @throws io.github.tsmjava.tensor.ShapeException if the rows are not a multiple of {@code segments}
     */
    public static Tensor average(Tensor logits, int segments) {
        require(logits.rank() == 2, "expected logits [N·T, K] of 2 axes, got %d: %s", logits.rank(), logits);
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        require(logits.dim(0) % segments == 0,
                "%d frames are not a multiple of %d segments", logits.dim(0), segments);
        int classes = logits.dim(1);
        Tensor mean = Tensor.zeros(logits.dim(0) / segments, classes);
        for (int n = 0; n < mean.dim(0); n++) {
            for (int k = 0; k < classes; k++) {
                double sum = 0;
                for (int t = 0; t < segments; t++) {
                    sum += logits.data()[(n * segments + t) * classes + k];
                }
                mean.data()[n * classes + k] = (float) (sum / segments);
            }
        }
        return mean;
    }

    /**
     * The gradient of {@link #average}: every frame of a clip gets a T-th of it.
     *
     * @param dy       {@code [N, K]}
     * @param segments T
     * @param dx       {@code [N·T, K]}, overwritten
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes do not belong together
     */
    public static void averageGradient(Tensor dy, int segments, Tensor dx) {
        require(dy.rank() == 2 && dx.hasShape(dy.dim(0) * segments, dy.dim(1)),
                "gradients %s and %s do not belong together with %d segments", dy, dx, segments);
        int classes = dy.dim(1);
        for (int i = 0; i < dx.size(); i++) {
            dx.data()[i] = dy.data()[i / (segments * classes) * classes + i % classes] / segments;
        }
    }
}
