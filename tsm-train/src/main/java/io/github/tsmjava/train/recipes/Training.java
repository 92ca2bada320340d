package io.github.tsmjava.train.recipes;

import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.RandomCrop;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.transform.Modality;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a network was trained: by stochastic gradient descent with momentum 0.9. What a table says in words and numbers
 * becomes the objects that train a network: {@link #settings}, {@link #crop}, {@link #flip}, {@link #augmentation} and
 * {@link #blending}.
 *
 * @param sampling        how segments are spread over a video
 * @param steps           epochs, from 0, at whose start the learning rate falls to a tenth
 * @param cosine          whether it falls along half a cosine instead
 * @param warmUp          epochs in which the learning rate grows from a tenth, or null
 * @param learningRate    at the start, for the whole batch
 * @param batch           clips in all that one step sees
 * @param dropout         the share of features that is left out in front of the classifier
 * @param maxGradientNorm to which longer gradients are shortened; 0 to leave them alone
 * @param freezeBatchNorm whether all batch norms but the first keep their statistics (partial batch norm)
 * @param augmentations   in the order in which they are applied
 */
public record Training(Sampling.Strategy sampling, int epochs, List<Integer> steps, boolean cosine, Integer warmUp,
                       double learningRate, int batch, double weightDecay, double dropout, double maxGradientNorm,
                       boolean freezeBatchNorm, List<Change> augmentations) {

    /** What happens to clips in training. */
    public enum Change {
        /** A window of one of several sizes and shapes at one of 13 places, resized to the network's input. */
        MULTI_SCALE_CROP,
        /** The same without the small sizes, which lose the ends of a wide movement. */
        LARGE_CROP,
        /** A window of 8 to 100 % of the frame and an aspect ratio of 3/4 to 4/3, resized to the network's input. */
        RANDOM_RESIZED_CROP,
        /** Left and right exchanged in half of the clips. */
        FLIP,
        /** The same, and classes that differ in left and right only are exchanged as well. */
        FLIP_WITH_LABELS,
        /** RandAugment with imgaug's operations and strengths. */
        RAND_AUGMENT_IMGAUG,
        /** RandAugment with PyTorchVideo's operations and strengths. */
        RAND_AUGMENT,
        /** The clip and chains of such operations on it, blended. */
        AUG_MIX,
        /** Weighted means of two clips and of their labels. */
        MIX_UP,
        /** A window of one clip in another; labels by the share of the area. */
        CUT_MIX
    }

    /** What suits most trainings without a recipe: {@link TrainingSettings#usual}, on windows of several sizes. */
    public static final Training USUAL = new Training(Sampling.Strategy.UNIFORM, 50, List.of(20, 40), false, null,
            0.0025, 16, 5e-4, 0.5, 20, false, List.of(Change.MULTI_SCALE_CROP));

    /** What MMAction2's configurations say. */
    private static final int OPERATIONS = 2;
    private static final double MAGNITUDE = 9;
    private static final double AUG_MIX_MAGNITUDE = 3;
    private static final double ALPHA = 0.2;

    /** The same for a batch of another size, with a learning rate in proportion to it. */
    public Training withBatch(int other) {
        return new Training(sampling, epochs, steps, cosine, warmUp, learningRate * other / batch, other, weightDecay,
                dropout, maxGradientNorm, freezeBatchNorm, augmentations);
    }

    /** The same over another number of epochs; those at which the learning rate falls move in proportion to it. */
    public Training withEpochs(int other) {
        List<Integer> moved = steps.stream().map(step -> Math.max(1, Math.round((float) step * other / epochs)))
                .toList();
        return new Training(sampling, other, moved, cosine, warmUp, learningRate, batch, weightDecay, dropout,
                maxGradientNorm, freezeBatchNorm, augmentations);
    }

    /** The same with another learning rate at the start. */
    public Training withLearningRate(double other) {
        return new Training(sampling, epochs, steps, cosine, warmUp, other, batch, weightDecay, dropout,
                maxGradientNorm, freezeBatchNorm, augmentations);
    }

    /** The same with a learning rate that falls to a tenth at the start of each of these epochs, which count from 0. */
    public Training withSteps(List<Integer> other) {
        return new Training(sampling, epochs, other, false, warmUp, learningRate, batch, weightDecay, dropout,
                maxGradientNorm, freezeBatchNorm, augmentations);
    }

    /** The same with a learning rate that falls along half a cosine. */
    public Training withCosine() {
        return new Training(sampling, epochs, List.of(), true, warmUp, learningRate, batch, weightDecay, dropout,
                maxGradientNorm, freezeBatchNorm, augmentations);
    }

    /** The same with a learning rate that grows from a tenth in so many epochs. */
    public Training withWarmUp(int other) {
        return new Training(sampling, epochs, steps, cosine, other, learningRate, batch, weightDecay, dropout,
                maxGradientNorm, freezeBatchNorm, augmentations);
    }

    /** The learning rate of each epoch. */
    public Schedule schedule() {
        Schedule falling = cosine ? new Schedule.Cosine(learningRate, epochs) : new Schedule.Step(learningRate, steps);
        return warmUp == null ? falling : new Schedule.WarmUp(falling, warmUp);
    }

    /** How a network is trained like this; what no table says is as {@linkplain TrainingSettings#usual usual}. */
    public TrainingSettings settings() {
        return TrainingSettings.usual().withSchedule(schedule()).withEpochs(epochs).withBatch(batch)
                .withWeightDecay(weightDecay).withDropout(dropout)
                .withMaxGradientNorm(maxGradientNorm == 0 ? Double.POSITIVE_INFINITY : maxGradientNorm)
                .withNorms(freezeBatchNorm ? BatchNormMode.PARTIAL : BatchNormMode.TRAINED).withBlending(blending());
    }

    /** Which window of the frames a clip shows. */
    public RandomCrop crop(Modality modality) {
        return augmentations.contains(Change.RANDOM_RESIZED_CROP) ? RandomCrop.anySize()
                : augmentations.contains(Change.LARGE_CROP) ? RandomCrop.large() : RandomCrop.multiScale(modality);
    }

    /** Whether it takes the names of the classes to find those that a mirror exchanges. */
    public boolean flipNeedsLabels() {
        return augmentations.contains(Change.FLIP_WITH_LABELS);
    }

    /**
     * Which clips are mirrored.
     *
     * @param classes K
     * @param labels  the names of the classes, or an empty list if they are not known
     * @throws IllegalArgumentException if labels are needed and there are none
     */
    public Flip flip(int classes, List<String> labels) {
        if (!flipNeedsLabels()) {
            return augmentations.contains(Change.FLIP) ? Flip.keepingLabels(classes) : Flip.NONE;
        }
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(
                    "names of the classes expected, to find those that differ in left and right");
        }
        return Flip.exchangingSides(labels);
    }

    /** Whether RandAugment has PyTorchVideo's operations. */
    public boolean isPytorchVideo() {
        return augmentations.contains(Change.RAND_AUGMENT);
    }

    /** RandAugment, if it is a part of the training. */
    public Optional<ClipAugmentation> randAugment() {
        return isPytorchVideo() ? Optional.of(ClipAugmentation.randAugmentOfPytorchVideo(OPERATIONS, MAGNITUDE))
                : augmentations.contains(Change.RAND_AUGMENT_IMGAUG)
                ? Optional.of(ClipAugmentation.randAugmentOfImgaug(OPERATIONS, MAGNITUDE)) : Optional.empty();
    }

    /** AugMix, if it is a part of the training. */
    public Optional<ClipAugmentation> augMix() {
        return augmentations.contains(Change.AUG_MIX) ? Optional.of(ClipAugmentation.augMix(AUG_MIX_MAGNITUDE))
                : Optional.empty();
    }

    /** What happens to colours and shapes, one after another. */
    public List<ClipAugmentation> augmentation() {
        return Stream.of(randAugment(), augMix()).flatMap(Optional::stream).toList();
    }

    /** MixUp, if it is a part of the training. */
    public Optional<Blending> mixUp() {
        return augmentations.contains(Change.MIX_UP) ? Optional.of(Blending.mixUp(ALPHA)) : Optional.empty();
    }

    /** CutMix, if it is a part of the training. */
    public Optional<Blending> cutMix() {
        return augmentations.contains(Change.CUT_MIX) ? Optional.of(Blending.cutMix(ALPHA)) : Optional.empty();
    }

    /** How the clips of a step are blended. */
    public Blending blending() {
        return mixUp().or(this::cutMix).orElse(Blending.NONE);
    }
}
