package io.github.tsmjava.train.data;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.augmentation.ClipAugmentation;
import io.github.tsmjava.train.streams.FrameLabels;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Random parts of streams as sequences of frames with a label for each, for a network that answers after every frame. A
 * sequence begins anywhere, in the middle of a gesture too, and the network knows nothing of what was before.
 */
public final class TrainingSequences {

    /**
     * How sequences are cut out of streams.
     *
     * @param frames     T of a sequence
     * @param rate       frames a second
     * @param batch      S, sequences in a step
     * @param eventShare how many begin shortly before an event, 0 to 1; the others anywhere
     * @param idleWeight what a frame counts on which nothing happens, where one of an event counts 1
     * @param begun      the share of an event from which on it may be named, 0 to 1
     * @param named      the share from which on it must be: early where what tells events from others is in their middle,
     *                   late where many are broken off
     */
    public record Settings(int frames, double rate, int batch, double eventShare, double idleWeight, double begun,
                           double named) {

        /** Of 3.2 seconds at ten frames a second: an event, and what is around it. */
        public static final Settings USUAL = new Settings(32, 10, 8, 0.6, 0.5, 0.15, 0.85);

        public Settings {
            require(frames >= 2, "sequences of at least %d frames expected, got %d", 2, frames);
            require(rate > 0 && rate <= 1000, "a rate above 0 frames a second expected, got %s", rate);
            require(batch >= 1, "at least %d sequence expected, got %d", 1, batch);
            require(eventShare >= 0 && eventShare <= 1, "a share from 0 to 1 expected, got %s", eventShare);
            require(idleWeight > 0, "a weight above 0 expected, got %s", idleWeight);
            require(begun >= 0 && begun <= named && named <= 1,
                    "shares from 0 to 1 expected, the first no larger, got %s and %s", begun, named);
        }
    }

    /**
     * What a step trains on.
     *
     * @param input   {@code [S·T, C, H, W]}
     * @param targets {@code [S·T, K]}: one class for each frame, times its weight; the mean weight is 1
     */
    public record Batch(Tensor input, Tensor targets) { }

    private final StreamList list;
    private final List<String> classes;
    private final int idle;
    private final TrainingClips.Augmentation augmentation;
    private final Settings settings;

    private TrainingSequences(StreamList list, List<String> classes, int idle, TrainingClips.Augmentation augmentation,
                              Settings settings) throws IOException {
        this.list = list;
        this.classes = List.copyOf(classes);
        this.idle = idle;
        this.augmentation = augmentation;
        this.settings = settings;
        for (StreamList.Entry stream : list.streams()) {
            int frames = stream.indices(settings.rate).length;
            if (frames < settings.frames) {
                throw new IOException("%s: %s: expected at least %d frames at %s a second, found %d"
                        .formatted(list.file(), stream.folder(), settings.frames, settings.rate, frames));
            }
            for (StreamEvent event : stream.events()) {
                if (!classes.contains(event.label())) {
                    throw new IOException("%s: %s: \"%s\" is no class of the network"
                            .formatted(list.file(), stream.folder(), event.label()));
                }
            }
        }
    }

    /**
     * Reads what happens in the streams of a list, as {@code ./tsm gestures --stream} writes it.
     *
     * @param model        whose classes all that happens is of; one of them means that nothing happens, by one of the
     *                     names of {@link Smoothing#IDLE}
     * @param augmentation what windows sequences are seen through and what happens to their colours; its sampling counts
     *                     for nothing, and nothing is mirrored
     * @throws IOException              in one line, if the list cannot be read, a stream is too short for a sequence or
     *                                  something in it is of another class
     * @throws IllegalArgumentException if none of the classes means that nothing happens
     */
    public static TrainingSequences read(Path list, PretrainedNetwork model, TrainingClips.Augmentation augmentation,
                                         Settings settings) throws IOException {
        int idle = Smoothing.idle(model.labels()).orElseThrow(() -> new IllegalArgumentException(
                "expected a class called one of %s, got %s".formatted(Smoothing.IDLE, model.labels())));
        return new TrainingSequences(StreamList.read(list), model.labels(), idle, augmentation, settings);
    }

    public Settings settings() {
        return settings;
    }

    /** A sequence: where it is, and the seed of how it is seen. */
    private record Part(StreamList.Entry stream, int first, long seed) { }

    /**
     * The sequences of a step, read by all threads of the current worker pool.
     *
     * @throws IOException in one line that names the stream, if it cannot be read
     */
    public Batch batch(RandomGenerator random) throws IOException {
        Part[] parts = new Part[settings.batch];
        Arrays.setAll(parts, _ -> part(random));
        Tensor[] inputs = new Tensor[parts.length];
        int[][] labels = new int[parts.length][];
        try {
            WorkerPool.current().forEach(parts.length, i -> {
                inputs[i] = input(parts[i]);
                labels[i] = labels(parts[i]);
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        int size = augmentation.size();
        return new Batch(Tensor.concat(List.of(inputs)).reshape(parts.length * settings.frames, 3, size, size),
                targets(Arrays.stream(labels).flatMapToInt(Arrays::stream).toArray()));
    }

    private Part part(RandomGenerator random) {
        StreamList.Entry stream = list.streams().get(random.nextInt(list.streams().size()));
        int last = stream.indices(settings.rate).length - settings.frames;
        int first = random.nextInt(last + 1);
        if (!stream.events().isEmpty() && random.nextDouble() < settings.eventShare) {
            StreamEvent event = stream.events().get(random.nextInt(stream.events().size()));
            // The event ends somewhere in the second two thirds of the sequence.
            double lead = (0.33 + 0.6 * random.nextDouble()) * settings.frames;
            first = Math.clamp(Math.round(event.end() * settings.rate - lead), 0, last);
        }
        return new Part(stream, first, random.nextLong());
    }

    private int[] indices(Part part) {
        int[] all = part.stream.indices(settings.rate);
        return Arrays.copyOfRange(all, part.first, part.first + settings.frames);
    }

    private int[] labels(Part part) {
        double[] times = Arrays.stream(indices(part)).mapToDouble(frame -> frame / part.stream.rate()).toArray();
        return FrameLabels.of(part.stream.events(), times, classes, idle, settings.begun, settings.named);
    }

    private Tensor input(Part part) {
        RandomGenerator random = new Random(part.seed);
        List<Image> frames;
        try (Video video = list.open(part.stream)) {
            frames = video.frames(indices(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Image first = frames.getFirst();
        int size = augmentation.size();
        Preprocessing preprocessing = Preprocessing.of(augmentation.sampling().flavour(), size);
        RandomCrop.Window window = augmentation.crop().draw(first.width(), first.height(), size, random);
        List<Image> cut = frames.stream().map(window::of).map(preprocessing::resizeWindow).toList();
        for (ClipAugmentation policy : augmentation.policies()) {
            cut = policy.apply(cut, random);
        }
        return preprocessing.normalise(cut);
    }

    private Tensor targets(int[] labels) {
        double sum = Arrays.stream(labels).mapToDouble(this::weight).sum();
        Tensor targets = Tensor.zeros(labels.length, classes.size());
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != FrameLabels.ANY) {
                targets.data()[i * classes.size() + labels[i]] = (float) (weight(labels[i]) * labels.length / sum);
            }
        }
        return targets;
    }

    private double weight(int label) {
        return label == FrameLabels.ANY ? 0 : label == idle ? settings.idleWeight : 1;
    }

    /** What may not change when training is resumed, for people and to compare. */
    @Override
    public String toString() {
        return ("%d streams, %d sequences of %d frames at %s a second in a step, %s of them near an event, frames of no event "
                + "counting %s, events named from %s or %s on, hash %s").formatted(list.streams().size(), settings.batch,
                settings.frames, settings.rate, settings.eventShare, settings.idleWeight, settings.begun, settings.named,
                HexFormat.of().toHexDigits(list.streams().hashCode()));
    }
}
