package io.github.tsmjava.train;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.train.data.Blending;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a network is trained: stochastic gradient descent with momentum. Begin with {@link #usual} and change what
 * differs.
 *
 * @param epochs          how often every video is seen
 * @param schedule        the learning rate
 * @param batch           videos in a step
 * @param momentum        0.9 in all published recipes
 * @param weightDecay     of weights; biases and batch norms do not decay
 * @param dropout         the share of features that is left out in front of the classifier
 * @param maxGradientNorm to which longer gradients are shortened; infinite to leave them alone
 * @param norms           which batch norms learn
 * @param newClassifier   whether the classifier learns five times as fast, as suits a new one
 * @param evaluateEvery   epochs between evaluations; the last epoch is always evaluated
 * @param saveEvery       steps between checkpoints; one is always written after each epoch
 * @param seed            of order, augmentation and dropout
 * @param blending        what becomes of the clips of a step together
 * @param accuracy        of 2-D convolutions; those over time are exact
 */
public record TrainingSettings(int epochs, Schedule schedule, int batch, double momentum, double weightDecay,
                               double dropout, double maxGradientNorm, BatchNormMode norms, boolean newClassifier,
                               int evaluateEvery, int saveEvery, long seed, Blending blending,
                               Accuracy accuracy) {

    /** The learning rate of each epoch. Epochs count from 0. */
    public sealed interface Schedule {

        /** The base learning rate, which parameter groups multiply. */
        double rate(int epoch);

        /**
         * The base, and a tenth of what it was after each of some epochs. Source: MIT's {@code --lr_type step}.
         *
         * @param steps as in 20, 40: the full rate in epochs 0 to 19
         */
        record Step(double base, List<Integer> steps) implements Schedule {

            private static final double DECAY = 0.1;

            public Step {
                requireRate(base);
                steps = List.copyOf(steps);
            }

            @Override
            public double rate(int epoch) {
                return base * Math.pow(DECAY, steps.stream().filter(step -> step <= epoch).count());
            }
        }

        /** Half a cosine, from the base to almost zero. Source: MIT's {@code --lr_type cos}. */
        record Cosine(double base, int epochs) implements Schedule {

            public Cosine {
                requireRate(base);
                require(epochs >= 1, "at least 1 epoch expected, got %d", epochs);
            }

            @Override
            public double rate(int epoch) {
                return 0.5 * base * (1 + Math.cos(Math.PI * epoch / epochs));
            }
        }

        /**
         * Grows in equal steps from a tenth in the first of some epochs to all of another schedule's rate in the last.
         * Source: {@code LinearLR} in MMAction2's configurations.
         */
        record WarmUp(Schedule then, int epochs) implements Schedule {

            private static final double START = 0.1;

            public WarmUp {
                require(epochs >= 2, "a warm-up of at least 2 epochs expected, got %d", epochs);
            }

            @Override
            public double rate(int epoch) {
                double share = Math.min(1, (double) epoch / (epochs - 1));
                return then.rate(epoch) * (START + (1 - START) * share);
            }
        }

        private static void requireRate(double base) {
            require(base > 0 && Double.isFinite(base), "a learning rate above 0 expected, got %s", base);
        }
    }

    /** Its name in {@link #fixed}. */
    static final String NEW_CLASSIFIER = "new classifier";

    public TrainingSettings {
        require(epochs >= 1, "at least 1 epoch expected, got %d", epochs);
        require(batch >= 1, "a batch of at least 1 video expected, got %d", batch);
        require(momentum >= 0 && momentum < 1, "a momentum from 0 to below 1 expected, got %s", momentum);
        require(weightDecay >= 0 && Double.isFinite(weightDecay), "a weight decay from 0 on expected, got %s",
                weightDecay);
        require(dropout >= 0 && dropout < 1, "a dropout from 0 to below 1 expected, got %s", dropout);
        require(maxGradientNorm > 0, "a gradient norm above 0 expected, got %s", maxGradientNorm);
        require(evaluateEvery >= 1, "at least 1 epoch between evaluations expected, got %d", evaluateEvery);
        require(saveEvery >= 1, "at least 1 step between checkpoints expected, got %d", saveEvery);
    }

    /**
     * What suits most trainings: 50 epochs of batches of 16 videos at a learning rate of 0.0025, a tenth of it after 20
     * and after 40 epochs, as in the published recipes for so small a batch. Random choices are those of seed 1.
     */
    public static TrainingSettings usual() {
        return new TrainingSettings(50, new Schedule.Step(0.0025, List.of(20, 40)), 16, 0.9, 5e-4, 0.5, 20,
                BatchNormMode.TRAINED, false, 1, 100, 1, Blending.NONE, Accuracy.FAST);
    }

    /** The same with so many epochs; the schedule stays as it is. */
    public TrainingSettings withEpochs(int other) {
        return new TrainingSettings(other, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with another learning rate. */
    public TrainingSettings withSchedule(Schedule other) {
        return new TrainingSettings(epochs, other, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with so many videos in a step; the learning rate stays as it is. */
    public TrainingSettings withBatch(int other) {
        return new TrainingSettings(epochs, schedule, other, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with another momentum. */
    public TrainingSettings withMomentum(double other) {
        return new TrainingSettings(epochs, schedule, batch, other, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with another weight decay. */
    public TrainingSettings withWeightDecay(double other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, other, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with another dropout. */
    public TrainingSettings withDropout(double other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, other, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with gradients shortened to another length. */
    public TrainingSettings withMaxGradientNorm(double other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, other, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with other batch norms learning. */
    public TrainingSettings withNorms(BatchNormMode other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, other,
                newClassifier, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with a classifier that learns five times as fast, or with one that does not. */
    public TrainingSettings withNewClassifier(boolean other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                other, evaluateEvery, saveEvery, seed, blending, accuracy);
    }

    /** The same with so many epochs between evaluations. */
    public TrainingSettings withEvaluateEvery(int other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, other, saveEvery, seed, blending, accuracy);
    }

    /** The same with so many steps between checkpoints. */
    public TrainingSettings withSaveEvery(int other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, other, seed, blending, accuracy);
    }

    /** The same with other random choices. */
    public TrainingSettings withSeed(long other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, other, blending, accuracy);
    }

    /** The same with the clips of a step blended in another way. */
    public TrainingSettings withBlending(Blending other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, other, accuracy);
    }

    /** The same with other 2-D convolutions. */
    public TrainingSettings withAccuracy(Accuracy other) {
        return new TrainingSettings(epochs, schedule, batch, momentum, weightDecay, dropout, maxGradientNorm, norms,
                newClassifier, evaluateEvery, saveEvery, seed, blending, other);
    }

    /** What may not change when training is resumed, by name, as checkpoints hold it. */
    Map<String, String> fixed() {
        Map<String, String> fixed = new LinkedHashMap<>();
        fixed.put(SettingDifferences.SCHEDULE, schedule.toString());
        fixed.put("batch size", Integer.toString(batch));
        fixed.put("momentum", Double.toString(momentum));
        fixed.put("weight decay", Double.toString(weightDecay));
        fixed.put("dropout", Double.toString(dropout));
        fixed.put(SettingDifferences.GRADIENT_NORM, Double.toString(maxGradientNorm));
        fixed.put(SettingDifferences.BATCH_NORMS, norms.toString());
        fixed.put(NEW_CLASSIFIER, Boolean.toString(newClassifier));
        fixed.put(SettingDifferences.BLENDING, blending.toString());
        fixed.put("seed", Long.toString(seed));
        fixed.put(SettingDifferences.ACCURACY, accuracy.toString());
        return fixed;
    }
}
