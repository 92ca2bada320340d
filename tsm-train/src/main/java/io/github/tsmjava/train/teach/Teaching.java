package io.github.tsmjava.train.teach;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Transfer;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.train.Trainer.TrainingException;
import io.github.tsmjava.train.data.Flip;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Teaches a network somebody's own gestures, from a few clips of each: a minute or two on two cores for some dozens of
 * clips. What comes out shifts from the past alone, so it names clips and serves streams alike.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="teach"}
 *
 * <p>It learns twice. First without a quarter of the clips, on which it is then tested: an honest estimate, though of
 * the same people in the same light. Then with all of them. Each step sees whole clips and parts of streams in which
 * clips follow one another; pictures of the clips that stand still, and drawn hands that do nothing, show what is no
 * gesture.
 */
public final class Teaching {

    /**
     * How it learns.
     *
     * @param steps  at least, in all; many examples take more
     * @param mirror whether clips are mirrored too, where classes that differ in left and right take each other's place
     *               ({@link Flip#exchangingSides})
     * @param seed   of all that is drawn
     */
    public record Settings(int steps, boolean mirror, long seed) {

        public static final Settings USUAL = new Settings(80, false, 1);

        public Settings {
            require(steps >= MIN_STEPS, "at least %d steps expected, got %d", MIN_STEPS, steps);
        }

        /** The same with clips that are mirrored, or not. */
        public Settings withMirror(boolean other) {
            return new Settings(steps, other, seed);
        }

        /** The same with at least so many steps. */
        public Settings withSteps(int other) {
            return new Settings(other, mirror, seed);
        }

        /** The same with other random choices. */
        public Settings withSeed(long other) {
            return new Settings(steps, mirror, other);
        }
    }

    /**
     * How a network that had not seen some of the clips did on them.
     *
     * @param right clips that it named right
     * @param clips that were held back
     */
    public record Estimate(int right, int clips) { }

    /**
     * What was learned.
     *
     * @param network  ready to be saved or used
     * @param estimate empty if no class has enough clips to hold one back, or none is new
     * @param failures a line for each clip that could not be read and was left out
     */
    public record Taught(PretrainedNetwork network, Optional<Estimate> estimate, List<String> failures) { }

    /** Is told how far it is. */
    @FunctionalInterface
    public interface Listener {

        /**
         * A clip is read or a step is done; called by any thread.
         *
         * @param share of all the work, 0 to 1
         * @param loss  of the step, in nats; NaN for a clip
         */
        void progressed(double share, double loss);
    }

    /** The fewest steps that {@link Settings} allow. */
    public static final int MIN_STEPS = 8;

    private static final double RATE = 0.01;
    /** Of what goes on from what was learned before. */
    private static final double LATER_RATE = 0.005;
    /** Of the steps, those without the clips that are held back. */
    private static final double FIRST_SHARE = 0.6;
    /** Of the work, that of reading all clips. */
    private static final double READING_SHARE = 0.15;
    /** One of so many clips of a class is held back, of classes that have {@link #ENOUGH}. */
    private static final int HELD_BACK = 4;
    private static final int ENOUGH = 3;
    /** Frames a second that a network sees of a stream, at least and at most. */
    private static final double MIN_FPS = 3;
    private static final double MAX_FPS = 15;
    /** Of a picture's side: networks for larger ones learn from smaller ones, in a third of the time and of the memory. */
    private static final int LARGEST_SIZE = 128;

    private final Examples examples;
    private final Transfer start;
    private final PretrainedNetwork origin;
    private final Settings settings;
    /** Files that the network learned from before; empty if it did not. */
    private final Optional<Set<Path>> known;

    private Teaching(Examples examples, PretrainedNetwork origin, Transfer start, Settings settings, Optional<Set<Path>> known) {
        this.examples = examples;
        this.origin = origin;
        this.start = start;
        this.settings = settings;
        this.known = known;
    }

    /** Starts from the {@linkplain PretrainedNetwork#gestures network in the box}. */
    public static Teaching fromGestures(Examples examples, Settings settings) throws IOException {
        PretrainedNetwork origin = PretrainedNetwork.gestures();
        return new Teaching(examples, origin, Transfer.fromGestures(config(origin, examples), examples.labels(), settings.seed),
                settings, Optional.empty());
    }

    /**
     * Starts from a file: of pictures, of clips or of streams.
     *
     * @throws IOException in one line, if the file cannot be read, or its network cannot shift from the past alone
     */
    public static Teaching from(Path weights, Examples examples, Settings settings) throws IOException {
        PretrainedNetwork origin = PretrainedNetwork.load(weights);
        return new Teaching(examples, origin, Transfer.from(weights, config(origin, examples), examples.labels(), settings.seed),
                settings, Optional.empty());
    }

    /**
     * Goes on from what was taught before, with clips that came since: in fewer steps than from the beginning, and with an
     * estimate of how it did on these clips until then.
     *
     * @param taught what was {@linkplain Taught#network learned} from other clips of the same gestures, as a file
     * @param known  files of the clips that it has learned from
     * @throws IOException in one line, if the file cannot be read or knows other gestures
     */
    public static Teaching goingOn(Path taught, Examples examples, Set<Path> known, Settings settings) throws IOException {
        PretrainedNetwork origin = PretrainedNetwork.load(taught);
        if (!origin.labels().equals(examples.labels())) {
            throw new IOException("%s cannot go on: it knows %s, the examples are of %s".formatted(taught,
                    String.join(", ", origin.labels()), String.join(", ", examples.labels())));
        }
        return new Teaching(examples, origin, Transfer.from(taught, config(origin, examples), examples.labels(), settings.seed),
                settings, Optional.of(Set.copyOf(known)));
    }

    /** The network as it was, for other classes, shifting from the past alone. */
    private static NetworkConfig config(PretrainedNetwork origin, Examples examples) throws IOException {
        NetworkConfig old = origin.network().config();
        if (old.isStreamable() && old.shifting().isPresent()) {
            return new NetworkConfig(old.backbone(), Modality.RGB, examples.labels().size(), old.segments(), old.shifting(), false,
                    old.nonLocality());
        }
        List<String> blocks = old.backbone().shiftedBlocks(Shifting.Place.BLOCKRES);
        if (blocks.isEmpty()) {
            throw new IOException("%s cannot be taught: none of its blocks can be shifted".formatted(old.name()));
        }
        int div = old.shifting().isPresent() ? old.shifting().shift().div() : Shift.unidirectional(8).div();
        return NetworkConfig.online(old.backbone(), old.segments(), examples.labels().size())
                .withShifting(new Shifting(Shifting.Place.BLOCKRES, Shift.unidirectional(div), blocks));
    }

    /** The network that learns. */
    PretrainedNetwork model() throws IOException {
        return PretrainedNetwork.of(start.network(), origin.flavour(), examples.labels(),
                Math.min(LARGEST_SIZE, origin.size()));
    }

    /**
     * Learns.
     *
     * @throws IOException          in one line, if no clip of a class can be read, or temporary files cannot be written
     * @throws TrainingException    if losses are not finite any more
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Taught learn(Listener listener) throws IOException, InterruptedException, TrainingException {
        PretrainedNetwork model = model();
        try (Temporary folder = Temporary.folderFor("teach")) {
            Material material = new Material(examples, folder.path(), model.size(), settings.seed);
            List<String> failures = new ArrayList<>();
            Work work = new Work(listener, READING_SHARE / examples.clips().size());
            List<VideoList.Entry> clips = material.frames(failures, () -> work.done(Double.NaN));
            // Clips that were being decoded then are no failures.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            requireAll(clips, failures);
            model = model.withRate(known.isPresent() && origin.rate() > 0 ? origin.rate() : rate(material.seconds()));
            List<VideoList.Entry> held = known.isPresent() ? List.of() : heldBack(clips);
            List<VideoList.Entry> shown = clips.stream().filter(clip -> !held.contains(clip)).toList();
            List<VideoList.Entry> standing = new ArrayList<>(shown);
            standing.addAll(material.nothing(shown));
            Path streams = material.streams(standing, model.rate());
            Round round = new Round(model, material, examples.labels(), streams, settings);
            List<VideoList.Entry> unseen = held;
            if (known.isPresent()) {
                unseen = clips.stream().filter(clip -> !known.get().contains(file(clip))).toList();
            } else if (!held.isEmpty()) {
                train(round, shown, RATE, FIRST_SHARE * settings.steps, work, FIRST_SHARE);
            }
            Optional<Estimate> estimate = unseen.isEmpty() ? Optional.empty() : Optional.of(estimate(model, material, unseen));
            boolean knowsMost = known.isPresent() || !held.isEmpty();
            train(round, clips, knowsMost ? LATER_RATE : RATE, (knowsMost ? 1 - FIRST_SHARE : 1) * settings.steps, work,
                    held.isEmpty() ? 1 : 1 - FIRST_SHARE);
            return new Taught(model, estimate, List.copyOf(failures));
        }
    }

    /**
     * Frames a second at which a gesture has as many as a clip of it: a network that shifts remembers so many frames, not
     * seconds. To a tenth, since people read it.
     */
    private double rate(double seconds) {
        return Math.clamp(Math.round(10 * start.network().config().segments() / seconds) / 10.0, MIN_FPS, MAX_FPS);
    }

    /** Adds up what is done. */
    private static final class Work {

        private final Listener listener;
        private double share;
        private double each;

        Work(Listener listener, double each) {
            this.listener = listener;
            this.each = each;
        }

        synchronized void next(double part) {
            each = part;
        }

        synchronized void done(double loss) {
            share = Math.min(1, share + each);
            listener.progressed(share, loss);
        }
    }

    private Path file(VideoList.Entry clip) {
        return examples.clips().get(clip.line() - 1).file();
    }

    private void requireAll(List<VideoList.Entry> clips, List<String> failures) throws IOException {
        for (int label = 0; label < examples.labels().size(); label++) {
            if (!examples.of(label).isEmpty() && of(label, clips).isEmpty()) {
                throw new VideoException(examples.folder(), "no clip of %s can be used: %s"
                        .formatted(examples.labels().get(label), failures.getFirst()));
            }
        }
    }

    private static List<VideoList.Entry> of(int label, List<VideoList.Entry> clips) {
        return clips.stream().filter(clip -> clip.label() == label).toList();
    }

    /** Every fourth clip of each class that has enough of them. */
    private List<VideoList.Entry> heldBack(List<VideoList.Entry> clips) {
        List<VideoList.Entry> held = new ArrayList<>();
        for (int label = 0; label < examples.labels().size(); label++) {
            List<VideoList.Entry> own = of(label, clips);
            if (own.size() >= ENOUGH) {
                for (int i = 0; i < own.size(); i += HELD_BACK) {
                    held.add(own.get(i));
                }
            }
        }
        return held;
    }

    private void train(Round round, List<VideoList.Entry> clips, double rate, double steps, Work work, double share)
            throws IOException, InterruptedException, TrainingException {
        round.train(clips, start.newClassifier(), rate, steps,
                count -> work.next((1 - READING_SHARE) * share / count), step -> work.done(step.loss()));
    }

    private Estimate estimate(PretrainedNetwork model, Material material, List<VideoList.Entry> held) throws IOException {
        VideoClassifier classifier = new VideoClassifier(model, VideoClassifier.Settings.EFFICIENT.withSize(model.size()));
        int right = 0;
        for (VideoList.Entry clip : held) {
            right += classifier.classify(material.folder().resolve(clip.path())).best().index() == clip.label() ? 1 : 0;
        }
        return new Estimate(right, held.size());
    }
}
