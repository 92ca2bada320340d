package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.transform.Modality;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How clips are changed in training: what a recipe says, and what differs from it. */
public final class AugmentationOptions {

    private static final Pattern OPERATIONS = Pattern.compile("(\\d{1,3}),(\\d{1,3}(?:\\.\\d{1,9})?)");

    /** What becomes of mirrored clips. */
    private enum Mirror {
        NONE, PLAIN, LABELS
    }

    @Option(names = "--flip", paramLabel = "none|plain|labels",
            description = "Mirror half of the clips: not at all; with the same label; or with labels exchanged that "
                    + "differ in left and right, found by --labels (default: the recipe's, else none).")
    private Mirror mirror;

    @Option(names = "--rand-augment", paramLabel = "N,M",
            description = "Change each clip by N of 15 operations on colours and shapes, of magnitude M from 0 to 10; "
                    + "2,9 is published; 0 for none (default: the recipe's, else none).")
    private String randAugment;

    @Option(names = "--augmix", paramLabel = "M",
            description = "Blend each clip with changes of itself, of magnitudes up to M, at most 10; 3 is published; "
                    + "0 for none (default: the recipe's, else none).")
    private Double augMix;

    @Option(names = "--mixup", paramLabel = "ALPHA",
            description = "Blend clips of a batch and their labels; 0.2 is published; 0 for none (default: the "
                    + "recipe's, else none).")
    private Double mixUp;

    @Option(names = "--cutmix", paramLabel = "ALPHA",
            description = "Take a window of each clip from another one of the batch, and its share of the label; 0.2 "
                    + "is published; 0 for none (default: the recipe's, else none).")
    private Double cutMix;

    /**
     * How a clip is made of a video.
     *
     * @param recipe null for the usual training
     * @param labels empty if they are not known
     */
    public TrainingClips.Augmentation clips(Training recipe, Sampling sampling, Modality modality, int size,
                                            int classes, List<String> labels) {
        Training training = orUsual(recipe);
        try {
            return new TrainingClips.Augmentation(sampling, modality, size, training.crop(modality),
                    flip(training, classes, labels), policies(training));
        } catch (ShapeException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static Training orUsual(Training recipe) {
        return recipe == null ? Training.USUAL : recipe;
    }

    private Flip flip(Training training, int classes, List<String> labels) {
        boolean namesDecide = mirror == null ? training.flipNeedsLabels() : mirror == Mirror.LABELS;
        if (namesDecide && labels.isEmpty()) {
            throw new UsageException("--labels: expected, to find the classes that differ in left and right");
        }
        return switch (mirror) {
            case null -> training.flip(classes, labels);
            case NONE -> Flip.NONE;
            case PLAIN -> Flip.keepingLabels(classes);
            case LABELS -> Flip.exchangingSides(labels);
        };
    }

    private List<ClipAugmentation> policies(Training training) {
        Optional<ClipAugmentation> first = randAugment == null ? training.randAugment()
                : randAugment.equals("0") ? Optional.empty() : Optional.of(randAugment(training.isPytorchVideo()));
        Optional<ClipAugmentation> second = given("--augmix", augMix, training.augMix(), ClipAugmentation::augMix);
        return Stream.of(first, second).flatMap(Optional::stream).toList();
    }

    private ClipAugmentation randAugment(boolean isPytorchVideo) {
        Matcher parts = OPERATIONS.matcher(randAugment);
        if (!parts.matches()) {
            throw new UsageException("--rand-augment: expected operations and magnitude as in 2,9, found '%s'"
                    .formatted(randAugment));
        }
        int operations = Integer.parseInt(parts.group(1));
        double magnitude = Double.parseDouble(parts.group(2));
        return checked("--rand-augment", () -> isPytorchVideo
                ? ClipAugmentation.randAugmentOfPytorchVideo(operations, magnitude)
                : ClipAugmentation.randAugmentOfImgaug(operations, magnitude));
    }

    /**
     * How the clips of a step are blended.
     *
     * @param recipe null for the usual training
     */
    public Blending blending(Training recipe) {
        Training training = orUsual(recipe);
        List<Blending> blendings = Stream.of(given("--mixup", mixUp, training.mixUp(), Blending::mixUp),
                given("--cutmix", cutMix, training.cutMix(), Blending::cutMix)).flatMap(Optional::stream).toList();
        if (blendings.size() > 1) {
            throw new UsageException("--mixup, --cutmix: expected one of them, found both; 0 turns one off");
        }
        return blendings.isEmpty() ? Blending.NONE : blendings.getFirst();
    }

    /** What an option makes, nothing if it says 0, or else what is published. */
    private static <T> Optional<T> given(String option, Double value, Optional<T> published, DoubleFunction<T> maker) {
        return value == null ? published : value == 0 ? Optional.empty()
                : Optional.of(checked(option, () -> maker.apply(value)));
    }

    private static <T> T checked(String option, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (ShapeException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }
}
