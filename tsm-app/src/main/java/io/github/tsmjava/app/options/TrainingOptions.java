package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Sampling;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a network is trained: what a recipe says, or what is usual, and what differs from it. */
public final class TrainingOptions {

    /** How the learning rate falls. */
    private enum Decay {
        STEP, COS
    }

    @Option(names = "--epochs", paramLabel = "N",
            description = "How often every video is seen (default: the recipe's, else 50).")
    private Integer epochs;

    @Option(names = {"-b", "--batch-size"}, paramLabel = "N",
            description = "Videos in a step (default: the recipe's, else 16).")
    private Integer batch;

    @Option(names = {"--lr", "--learning-rate"}, paramLabel = "R",
            description = "Learning rate (default: the recipe's, else 0.0025; in proportion to the batch).")
    private Double rate;

    @Option(names = "--lr-type", paramLabel = "step|cos",
            description = "A tenth after each of --lr-steps, or half a cosine (default: the recipe's, else step).")
    private Decay decay;

    @Option(names = "--lr-steps", arity = "1..*", paramLabel = "E",
            description = "Epochs after which the rate falls (default: the recipe's, else 20 40; in proportion to the "
                    + "epochs).")
    private List<Double> steps;

    @Option(names = "--warm-up", paramLabel = "N",
            description = "Epochs in which the rate grows from a tenth, at least 2 (default: the recipe's, else none).")
    private Integer warmUp;

    @Option(names = "--momentum", paramLabel = "M", defaultValue = "0.9", description = "Default: ${DEFAULT-VALUE}.")
    private double momentum;

    @Option(names = {"--weight-decay", "--wd"}, paramLabel = "D", description = "Default: the recipe's, else 0.0005.")
    private Double weightDecay;

    @Option(names = {"--dropout", "--do"}, paramLabel = "P",
            description = "Share of features left out in front of the classifier (default: the recipe's, else 0.5).")
    private Double dropout;

    @Option(names = {"--clip-gradient", "--gd"}, paramLabel = "N",
            description = "Shorten longer gradients to N, 0 for not at all (default: the recipe's, else 20).")
    private Double gradientNorm;

    @Option(names = "--partialbn", negatable = true,
            description = "Freeze all batch norms but the first (default: the recipe's, else all learn).")
    private Boolean partialBatchNorm;

    @Option(names = "--frozenbn",
            description = "Freeze all batch norms, for a few steps from a network that is nearly right.")
    private boolean frozenBatchNorm;

    @Option(names = "--npb", description = "The same as --no-partialbn.")
    private boolean noPartialBatchNorm;

    @Option(names = "--dense-sample", negatable = true,
            description = "Clips of 64 neighbouring frames rather than of the whole video (default: the recipe's, else "
                    + "what is usual for the network, mostly of the whole).")
    private Boolean dense;

    @Option(names = "--frame-interval", paramLabel = "N",
            description = ViewOptions.INTERVAL + ": clips are of neighbouring frames then (default: what is usual for "
                    + "the network).")
    private Integer interval;

    @Option(names = {"--eval-freq", "--ef", "-ef"}, paramLabel = "N", defaultValue = "1",
            description = "Epochs between evaluations (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery;

    @Option(names = "--save-freq", paramLabel = "N", defaultValue = "100",
            description = "Steps between checkpoints within an epoch (default: ${DEFAULT-VALUE}).")
    private int saveEvery;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
            description = "Seed for the order, augmentation, dropout and new parameters (default: ${DEFAULT-VALUE}).")
    private long seed;

    public long seed() {
        return seed;
    }

    /** The epochs that are asked for, or null. */
    public Integer epochs() {
        return epochs;
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    /** @param recipe null for the usual training */
    public TrainingSettings settings(Training recipe, boolean newClassifier, Blending blending, Accuracy accuracy) {
        if (noPartialBatchNorm && partialBatchNorm != null && partialBatchNorm) {
            throw new UsageException("--partialbn, --npb: expected one of them");
        }
        if (frozenBatchNorm && (noPartialBatchNorm || partialBatchNorm != null)) {
            throw new UsageException("--frozenbn: expected without --partialbn and --npb");
        }
        try {
            TrainingSettings settings = scheduled(or(recipe, Training.USUAL)).settings().withMomentum(momentum);
            settings = settings.withWeightDecay(or(weightDecay, settings.weightDecay()))
                    .withDropout(or(dropout, settings.dropout()))
                    .withMaxGradientNorm(gradientNorm == null ? settings.maxGradientNorm()
                            : gradientNorm == 0 ? Double.POSITIVE_INFINITY : gradientNorm);
            return settings.withNorms(frozenBatchNorm ? BatchNormMode.FROZEN : noPartialBatchNorm ? BatchNormMode.TRAINED
                            : partialBatchNorm == null ? settings.norms()
                            : partialBatchNorm ? BatchNormMode.PARTIAL : BatchNormMode.TRAINED)
                    .withEvaluateEvery(evaluateEvery).withSaveEvery(saveEvery).withSeed(seed)
                    .withNewClassifier(newClassifier).withBlending(blending).withAccuracy(accuracy);
        } catch (ShapeException e) {
            throw new UsageException(e.getMessage());
        }
    }

    /**
     * Says that the learning rate is not the published one, since the batch is not.
     *
     * @param recipe null for the usual training
     */
    public Optional<String> rescaled(Training recipe) {
        return recipe == null || rate != null || batch == null || batch == recipe.batch() ? Optional.empty()
                : Optional.of("learning rate %s: that of the recipe, %s for %d videos a step, in proportion to %d".formatted(
                        plain(recipe.withBatch(batch).learningRate()), plain(recipe.learningRate()), recipe.batch(), batch));
    }

    private static String plain(double number) {
        return new BigDecimal(Float.toString((float) number)).stripTrailingZeros().toPlainString();
    }

    /** A training with the schedule that the options say. */
    private Training scheduled(Training base) {
        Training training = base.withBatch(or(batch, base.batch())).withEpochs(or(epochs, base.epochs()));
        training = rate == null ? training : training.withLearningRate(rate);
        training = warmUp == null ? training : training.withWarmUp(warmUp);
        if (or(decay, steps == null && base.cosine() ? Decay.COS : Decay.STEP) == Decay.COS) {
            if (steps != null) {
                throw new UsageException("--lr-steps: expected without --lr-type cos");
            }
            return training.withCosine();
        }
        return steps != null ? training.withSteps(wholeSteps())
                : base.cosine() ? training.withSteps(Training.USUAL.withEpochs(training.epochs()).steps()) : training;
    }

    /** The original code takes fractions too; the rate falls at the start of the next epoch. */
    private List<Integer> wholeSteps() {
        for (double step : steps) {
            if (!(step >= 0 && step <= Integer.MAX_VALUE)) {
                throw new UsageException("--lr-steps: expected epochs, found " + step);
            }
        }
        return steps.stream().map(step -> (int) Math.ceil(step)).toList();
    }

    /**
     * The network with the clips that it is to be trained on, of which its files tell.
     *
     * @param recipe null for the usual training
     */
    public PretrainedNetwork spaced(PretrainedNetwork model, Training recipe) {
        UsageException.requireRange("--frame-interval", interval, 1, Sampling.MAX_INTERVAL);
        if (interval != null && dense != null && !dense) {
            throw new UsageException("--frame-interval, --no-dense-sample: expected one of them");
        }
        boolean ofWhole = dense != null ? !dense : recipe != null && !recipe.sampling().isDense();
        return interval != null ? model.withInterval(interval) : ofWhole ? model.withInterval(0) : model;
    }

    /**
     * Which frames of a video a clip has.
     *
     * @param model  as {@link #spaced} gives it
     * @param recipe null for the usual training
     */
    public Sampling.Strategy sampling(PretrainedNetwork model, Training recipe) {
        Sampling.Strategy usual = dense == null ? or(recipe, Training.USUAL).sampling()
                : dense ? Sampling.Strategy.DENSE : Sampling.Strategy.UNIFORM;
        return usual.isDense() || model.interval() == 0 ? usual : Sampling.Strategy.MIDDLE;
    }
}
