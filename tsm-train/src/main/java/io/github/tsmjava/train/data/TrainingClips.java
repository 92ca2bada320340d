package io.github.tsmjava.train.data;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.VideoList.Entry;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The videos of a list as clips for training: a random clip, a random window, perhaps mirrored, perhaps with other
 * colours and shapes, as the network's input. All frames of a clip share what is drawn.
 */
public final class TrainingClips {

    /**
     * How a clip is made of a video.
     *
     * @param modality what frames hold
     * @param size     side of the network's input in pixels
     * @param policies what happens to colours and shapes after that, one after another; for RGB alone
     */
    public record Augmentation(Sampling sampling, Modality modality, int size, RandomCrop crop, Flip flip,
                               List<ClipAugmentation> policies) {

        public Augmentation {
            policies = List.copyOf(policies);
            require(policies.isEmpty() || modality == Modality.RGB,
                    "%s frames cannot be augmented with %s: they hold directions, not colours", modality, policies);
        }

        /** For any network: its usual clips, windows of several sizes, nothing mirrored, no other colours. */
        public static Augmentation of(PretrainedNetwork model) {
            Modality modality = model.network().config().modality();
            return new Augmentation(model.sampling(model.views(Views.EFFICIENT).clips()), modality, model.size(),
                    RandomCrop.multiScale(modality), Flip.NONE, List.of());
        }

        /** The same with other windows. */
        public Augmentation withCrop(RandomCrop other) {
            return new Augmentation(sampling, modality, size, other, flip, policies);
        }

        /** The same with other clips mirrored. */
        public Augmentation withFlip(Flip other) {
            return new Augmentation(sampling, modality, size, crop, other, policies);
        }

        /** The same with other changes of colours and shapes. */
        public Augmentation withPolicies(List<ClipAugmentation> other) {
            return new Augmentation(sampling, modality, size, crop, flip, other);
        }
    }

    /** The share of the JVM's memory that keeps decoded frames where nobody says otherwise. */
    private static final int CACHE_SHARE = 4;

    private final VideoList list;
    private final Path root;
    private final Decoder decoder;
    private final Augmentation augmentation;
    private final FrameCache cache;
    private final long cacheBytes;
    /** Null for none. */
    private final TrainingSequences sequences;

    /**
     * @param root       the folder that the list's paths begin in
     * @param cacheBytes memory for decoded frames, at most; 0 for none
     */
    public TrainingClips(VideoList list, Path root, Decoder decoder, Augmentation augmentation, long cacheBytes) {
        this(list, root, decoder, augmentation, cacheBytes, null);
    }

    private TrainingClips(VideoList list, Path root, Decoder decoder, Augmentation augmentation, long cacheBytes,
                          TrainingSequences sequences) {
        this.sequences = sequences;
        this.list = list;
        this.root = root;
        this.decoder = decoder;
        this.augmentation = augmentation;
        this.cacheBytes = cacheBytes;
        this.cache = new FrameCache(cacheBytes);
    }

    /**
     * Clips for a network, as {@link Augmentation#of} makes them. Paths begin in the folder of the list, any decoder
     * may be used, and a quarter of the JVM's memory keeps decoded frames.
     */
    public static TrainingClips of(VideoList list, PretrainedNetwork model) {
        return new TrainingClips(list, list.file().toAbsolutePath().getParent(), Decoder.AUTO, Augmentation.of(model),
                usualCache());
    }

    /** The memory for decoded frames, in bytes, where nobody says otherwise: a quarter of the JVM's. */
    public static long usualCache() {
        return Runtime.getRuntime().maxMemory() / CACHE_SHARE;
    }

    /** Clips of the same videos that are made in another way. */
    public TrainingClips withAugmentation(Augmentation other) {
        return new TrainingClips(list, root, decoder, other, cacheBytes, sequences);
    }

    /** The same clips, and beside them, in every step, sequences of streams. */
    public TrainingClips withSequences(TrainingSequences other) {
        return new TrainingClips(list, root, decoder, augmentation, cacheBytes, other);
    }

    /** What is trained on beside the clips; null for nothing. */
    public TrainingSequences sequences() {
        return sequences;
    }

    /** Where the clips come from. */
    public VideoList list() {
        return list;
    }

    /** A text that differs if other videos have the same names. */
    public String fingerprint() {
        return Fingerprint.of(list, root);
    }

    /** How they are made. */
    public Augmentation augmentation() {
        return augmentation;
    }

    /**
     * A clip.
     *
     * @param input [1, T·C, size, size]
     * @param label what it shows, mirrored or not
     */
    public record Clip(Tensor input, int label) { }

    /**
     * Makes a clip of a video. May be called by several threads.
     *
     * @param index of the video in the list, from 0
     * @throws VideoException in one line that names the video, if it cannot be read
     */
    public Clip clip(int index, RandomGenerator random) throws VideoException {
        Entry entry = list.entries().get(index);
        Sampling sampling = augmentation.sampling;
        List<Image> frames = cache.frames(index, () -> entry.open(root, augmentation.modality, decoder),
                count -> sampling.frames(sampling.trainingClip(count, random), count));
        int size = augmentation.size;
        Preprocessing preprocessing = Preprocessing.of(sampling.flavour(), size).withModality(augmentation.modality);
        List<Image> whole = !resizesFirst() ? frames : frames.stream().map(preprocessing::resize).toList();
        Image first = whole.getFirst();
        RandomCrop.Window window = augmentation.crop.draw(first.width(), first.height(), size, random);
        boolean mirrored = random.nextBoolean() && augmentation.flip.allows(entry.label());
        List<Image> cut = whole.stream().map(window::of).map(preprocessing::resizeWindow)
                .map(image -> mirrored ? mirror(image) : image).toList();
        for (ClipAugmentation policy : augmentation.policies) {
            cut = policy.apply(cut, random);
        }
        Tensor input = preprocessing.normalise(cut);
        return new Clip(input, mirrored ? augmentation.flip.mirror(entry.label()) : entry.label());
    }

    /** torchvision changes the shape of frames, so windows of whole ones would show another world than tests do. */
    private boolean resizesFirst() {
        return switch (augmentation.sampling.flavour()) {
            case MIT -> false;
            case MMACTION2 -> augmentation.crop instanceof MultiScaleCrop;
            case TORCHVISION -> true;
        };
    }

    private Image mirror(Image image) {
        Image mirrored = image.mirror();
        if (augmentation.modality == Modality.FLOW) {
            // What moved right moves left in a mirror; red holds the horizontal component.
            byte[] pixels = mirrored.data();
            for (int i = 0; i < pixels.length; i += 3) {
                pixels[i] = (byte) (255 - (pixels[i] & 0xff));
            }
        }
        return mirrored;
    }
}
