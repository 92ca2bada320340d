package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.augmentation.AugMix;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.augmentation.RandAugment;
import io.github.tsmjava.train.data.Blending;
import io.github.tsmjava.train.data.CutMix;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.train.data.MixUp;
import io.github.tsmjava.train.data.MultiScaleCrop;
import io.github.tsmjava.train.data.RandomCrop;
import io.github.tsmjava.train.data.RandomResizedCrop;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.recipes.Augmentation;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How clips are changed in training: what a recipe says, and what differs from it. */
public final class AugmentationOptions {

    private static final List<Augmentation> USUAL = List.of(Augmentation.MULTI_SCALE_CROP);
    private static final Pattern OPERATIONS = Pattern.compile("(\\d{1,3}),(\\d{1,3}(?:\\.\\d{1,9})?)");

    /** What MMAction2's configurations say. */
    private static final int PUBLISHED_OPERATIONS = 2;
    private static final double PUBLISHED_MAGNITUDE = 9;
    private static final double PUBLISHED_AUG_MIX = 3;
    private static final double PUBLISHED_ALPHA = 0.2;

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

    /** @param labels empty if they are not known */
    public TrainingClips.Augmentation clips(Training recipe, Sampling sampling, Modality modality, int size, int classes,
                                     List<String> labels) {
        try {
            return new TrainingClips.Augmentation(sampling, modality, size, crop(recipe, modality),
                    flip(recipe, classes, labels), policies(recipe));
        } catch (ShapeException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static List<Augmentation> published(Training recipe) {
        return recipe == null ? USUAL : recipe.augmentations();
    }

    private static RandomCrop crop(Training recipe, Modality modality) {
        List<Augmentation> augmentations = published(recipe);
        return augmentations.contains(Augmentation.RANDOM_RESIZED_CROP) ? new RandomResizedCrop()
                : augmentations.contains(Augmentation.LARGE_CROP) ? MultiScaleCrop.large()
                : MultiScaleCrop.of(modality);
    }

    private Flip flip(Training recipe, int classes, List<String> labels) {
        Mirror usual = published(recipe).contains(Augmentation.FLIP) ? Mirror.PLAIN
                : published(recipe).contains(Augmentation.FLIP_WITH_LABELS) ? Mirror.LABELS : Mirror.NONE;
        return switch (mirror == null ? usual : mirror) {
            case NONE -> Flip.NONE;
            case PLAIN -> Flip.keepingLabels(classes);
            case LABELS -> {
                if (labels.isEmpty()) {
                    throw new UsageException("--labels: expected, to find the classes that differ in left and right");
                }
                yield Flip.exchangingSides(labels);
            }
        };
    }

    private List<ClipAugmentation> policies(Training recipe) {
        List<ClipAugmentation> policies = new ArrayList<>();
        boolean isPytorchVideo = published(recipe).contains(Augmentation.RAND_AUGMENT);
        if (randAugment == null) {
            if (isPytorchVideo) {
                policies.add(RandAugment.pytorchVideo(PUBLISHED_OPERATIONS, PUBLISHED_MAGNITUDE));
            } else if (published(recipe).contains(Augmentation.RAND_AUGMENT_IMGAUG)) {
                policies.add(RandAugment.imgaug(PUBLISHED_OPERATIONS, PUBLISHED_MAGNITUDE));
            }
        } else if (!randAugment.equals("0")) {
            policies.add(randAugment(isPytorchVideo));
        }
        add(policies, "--augmix", augMix, published(recipe).contains(Augmentation.AUG_MIX), PUBLISHED_AUG_MIX,
                AugMix::new);
        return policies;
    }

    private RandAugment randAugment(boolean isPytorchVideo) {
        Matcher numbers = OPERATIONS.matcher(randAugment);
        if (!numbers.matches()) {
            throw new UsageException("--rand-augment: expected operations and magnitude as in 2,9, found '%s'"
                    .formatted(randAugment));
        }
        int operations = Integer.parseInt(numbers.group(1));
        double magnitude = Double.parseDouble(numbers.group(2));
        return checked("--rand-augment", () -> isPytorchVideo
                ? RandAugment.pytorchVideo(operations, magnitude) : RandAugment.imgaug(operations, magnitude));
    }

    /** How the clips of a step are blended. */
    public Blending blending(Training recipe) {
        List<Blending> blendings = new ArrayList<>();
        add(blendings, "--mixup", mixUp, published(recipe).contains(Augmentation.MIX_UP), PUBLISHED_ALPHA, MixUp::new);
        add(blendings, "--cutmix", cutMix, published(recipe).contains(Augmentation.CUT_MIX), PUBLISHED_ALPHA,
                CutMix::new);
        if (blendings.size() > 1) {
            throw new UsageException("--mixup, --cutmix: expected one of them, found both; 0 turns one off");
        }
        return blendings.isEmpty() ? Blending.NONE : blendings.getFirst();
    }

    private static <T> void add(List<T> list, String option, Double given, boolean isPublished, double published,
                                DoubleFunction<T> maker) {
        double value = given != null ? given : isPublished ? published : 0;
        if (value != 0) {
            list.add(checked(option, () -> maker.apply(value)));
        }
    }

    private static <T> T checked(String option, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (ShapeException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }
}
