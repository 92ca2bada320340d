package io.github.tsmjava.tensor.ops.training;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.Tensor;

/**
 * The loss of a classifier: {@code -1/N · sum over n, k of target[n, k] · log softmax(logits)[n, k]}, and its
 * gradient. Source: {@code torch.nn.functional.cross_entropy} with its default mean over the batch.
 *
 * @param loss     in nats
 * @param gradient with respect to the logits, {@code [N, K]}
 */
public record CrossEntropy(double loss, Tensor gradient) {

    /**
     * Against one class for each row.
     *
     * @param logits {@code [N, K]}
     * @param labels N class indices
     * @throws io.github.tsmjava.tensor.ShapeException if there are not N labels or one is not in [0, K)
     */
    public static CrossEntropy of(Tensor logits, int... labels) {
        require(logits.rank() == 2, "expected logits [N, K] of 2 axes, got %d: %s", logits.rank(), logits);
        require(labels.length == logits.dim(0), "%d labels for %d rows of logits", labels.length, logits.dim(0));
        return of(logits, smooth(logits.dim(1), 0, labels));
    }

    /**
     * Against a distribution over the classes for each row, as blending and label smoothing make them.
     *
     * @param logits  {@code [N, K]}
     * @param targets {@code [N, K]}, each row summing to 1
     * @throws io.github.tsmjava.tensor.ShapeException if the shapes differ or there is no row
     */
    public static CrossEntropy of(Tensor logits, Tensor targets) {
        require(logits.rank() == 2, "expected logits [N, K] of 2 axes, got %d: %s", logits.rank(), logits);
        require(logits.sameShape(targets), "logits %s and targets %s differ", logits, targets);
        int rows = logits.dim(0);
        int classes = logits.dim(1);
        require(rows > 0, "no rows in logits %s", logits);
        Tensor gradient = Tensor.zeros(logits.shape());
        double loss = 0;
        for (int row = 0; row < rows; row++) {
            loss += row(logits.data(), targets.data(), row * classes, classes, rows, gradient.data());
        }
        return new CrossEntropy(loss / rows, gradient);
    }

    private static double row(float[] logits, float[] targets, int from, int classes, int rows, float[] gradient) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + classes; i++) {
            max = Math.max(max, logits[i]);
        }
        double sum = 0;
        double mass = 0;
        for (int i = from; i < from + classes; i++) {
            sum += Math.exp(logits[i] - max);
            mass += targets[i];
        }
        double log = max + Math.log(sum);
        double loss = 0;
        for (int i = from; i < from + classes; i++) {
            if (targets[i] != 0) {
                loss -= targets[i] * (logits[i] - log);
            }
            gradient[i] = (float) ((mass * Math.exp(logits[i] - log) - targets[i]) / rows);
        }
        return loss;
    }

    /**
     * Labels as distributions: {@code 1 - smoothing} for the label, {@code smoothing / K} for every class.
     *
     * @param smoothing in [0, 1]; 0 for one-hot
     * @return {@code [N, K]}
     * @throws io.github.tsmjava.tensor.ShapeException if a label is not in [0, K)
     */
    public static Tensor smooth(int classes, double smoothing, int... labels) {
        Tensor targets = Tensor.zeros(labels.length, classes);
        for (int row = 0; row < labels.length; row++) {
            int label = labels[row];
            require(label >= 0 && label < classes, "label %d is not one of %d classes", label, classes);
            for (int k = 0; k < classes; k++) {
                targets.data()[row * classes + k] = (float) (smoothing / classes + (k == label ? 1 - smoothing : 0));
            }
        }
        return targets;
    }
}
