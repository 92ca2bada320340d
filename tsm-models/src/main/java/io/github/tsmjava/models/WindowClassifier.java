package io.github.tsmjava.models;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.timing.FramePicker;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;

/**
 * What happened in the last seconds, again and again: for cameras and long videos, and for any network that reads
 * pictures, whether it looks ahead or not.
 *
 * <pre>{@code
 * WindowClassifier classifier = WindowClassifier.load(Path.of("tsm.pth"));
 * WindowClassifier.Stream stream = classifier.open();
 * while (camera.isOpen()) {
 *     stream.next(Image.of(camera.picture()), System.nanoTime())
 *             .ifPresent(window -> System.out.println(window.best().label()));
 * }
 * }</pre>
 *
 * A window slides over the stream. It holds T pictures at equal distances, as many as a clip of the network has, and
 * every so often the network says what it sees in them. Each picture is prepared once, but the network computes all T
 * of them for each answer. A network that sees only the past costs less in a {@link StreamingClassifier}, and answers
 * sooner.
 *
 * <p>Immutable and safe for any number of threads; each {@link Stream} is used by one thread at a time. Nothing needs
 * closing.
 */
public final class WindowClassifier {

    /**
     * How a stream is looked at.
     *
     * @param size     side of the centre crop in pixels; the shorter side is resized to size · 256 / 224
     * @param window   seconds that the network sees at a time; about as long as the videos that it learned from. Longer
     *                 where the stream has too few pictures for a window of T
     * @param every    seconds from one answer to the next; in fact the nearest time at which there is a new picture
     * @param accuracy how the network trades rounding against speed
     * @param kernels  that the network runs on
     * @param threads  that work on one window at most, the caller among them
     */
    public record Settings(int size, double window, double every, Accuracy accuracy, Kernels kernels, int threads) {

        /**
         * @throws IllegalArgumentException if the window or the time between answers is not above 0, or there is no
         *                                  thread
         */
        public Settings {
            requireSeconds("a window", window);
            requireSeconds("an answer every so often,", every);
            WorkerPool.requireThreads(threads);
        }

        private static void requireSeconds(String what, double seconds) {
            if (!(seconds > 0) || !Double.isFinite(seconds)) {
                throw new IllegalArgumentException("expected %s above 0 seconds, found %s".formatted(what, seconds));
            }
        }

        /** For a network: the size of its training, three seconds, an answer every second, all threads. */
        public static Settings of(PretrainedNetwork model) {
            return new Settings(model.size(), USUAL_WINDOW, USUAL_EVERY, Accuracy.FAST, Kernels.get(),
                    Integer.MAX_VALUE);
        }

        public Settings withSize(int other) {
            return new Settings(other, window, every, accuracy, kernels, threads);
        }

        /** Of so many seconds. */
        public Settings withWindow(double other) {
            return new Settings(size, other, every, accuracy, kernels, threads);
        }

        /** With an answer every so many seconds. */
        public Settings withEvery(double other) {
            return new Settings(size, window, other, accuracy, kernels, threads);
        }

        public Settings withAccuracy(Accuracy other) {
            return new Settings(size, window, every, other, kernels, threads);
        }

        public Settings withKernels(Kernels other) {
            return new Settings(size, window, every, accuracy, other, threads);
        }

        /** At most so many threads on a window; those of one machine are shared by all classifiers. */
        public Settings withThreads(int other) {
            return new Settings(size, window, every, accuracy, kernels, other);
        }
    }

    /**
     * What the network says of a window.
     *
     * @param from          nanoseconds, the time stamp of its first picture
     * @param to            nanoseconds, where its last picture gives way to the next one
     * @param logits        K scores
     * @param probabilities K probabilities
     * @param labels        K names, or empty if the network has none
     */
    public record Window(long from, long to, float[] logits, float[] probabilities, List<String> labels)
            implements Serializable {

        /** The most probable class. */
        public Prediction.Score best() {
            return top(1).getFirst();
        }

        /** The {@code count} most probable classes, or all if there are fewer, best first. */
        public List<Prediction.Score> top(int count) {
            return Prediction.Score.top(count, logits, probabilities, labels);
        }
    }

    /** As long as a gesture takes, or most actions. */
    private static final double USUAL_WINDOW = 3;
    private static final double USUAL_EVERY = 1;

    private final PretrainedNetwork model;
    private final Settings settings;
    private final int segments;
    private final Preprocessing preprocessing;
    private final InferencePlan plan;

    /** @throws IllegalArgumentException if the network reads optical flow, or the size is not a possible one */
    public WindowClassifier(PretrainedNetwork model, Settings settings) {
        NetworkConfig config = model.network().config();
        if (config.modality() != Modality.RGB) {
            throw new IllegalArgumentException("expected a network that reads pictures, found one for optical flow");
        }
        this.model = model;
        this.settings = settings;
        segments = config.segments();
        preprocessing = Preprocessing.of(model.flavour(), settings.size());
        plan = InferencePlan.compile(model.network(), settings.kernels(), settings.accuracy(), 1,
                segments * config.channels(), settings.size(), settings.size());
    }

    /**
     * A classifier with the settings that fit the network.
     *
     * @throws IOException              in one line, if the file is damaged or holds no network known here
     * @throws IllegalArgumentException if the network reads optical flow
     */
    public static WindowClassifier load(Path weights) throws IOException {
        return of(PretrainedNetwork.load(weights));
    }

    /** The same for a network that is loaded. */
    public static WindowClassifier of(PretrainedNetwork model) {
        return new WindowClassifier(model, Settings.of(model));
    }

    /** The network, and what else its file told. */
    public PretrainedNetwork model() {
        return model;
    }

    /** How it looks at streams. */
    public Settings settings() {
        return settings;
    }

    /** Begins a stream. */
    public Stream open() {
        return new Stream();
    }

    /**
     * Begins a stream that never makes its source wait: pictures are looked at in the background, the newest first, and
     * those that come meanwhile are dropped.
     *
     * @param smoothing how decisions follow from the scores of windows
     * @param listener  is told each answer, one after the other: what happened in the window that ends now
     * @throws IllegalArgumentException if the smoothing is not for the classes of the network
     */
    public LiveStream live(Smoothing smoothing, Consumer<Answer> listener) {
        return new LiveStream(new Looker(smoothing), listener);
    }

    /**
     * Computes black windows until the JVM has compiled what computes them, for ten seconds at most, so that the first
     * users of a server need not wait for it. Costs nothing later.
     */
    public WindowClassifier warmUp() {
        Tensor black = Tensor.zeros(1, segments * model.network().config().channels(), settings.size(),
                settings.size());
        WarmUpRuns.run(() -> plan.run(black));
        return this;
    }

    /**
     * Where a window of a video lies.
     *
     * @param frames the 0-based indices of its T pictures
     * @param from   as in {@link Window}
     * @param to     as in {@link Window}
     */
    public record Span(List<Integer> frames, long from, long to) {
    }

    /**
     * The windows of a video, before anything of it is decoded: those that a stream of all its frames would answer for. A long
     * video's windows may be computed apart, on different machines.
     *
     * @param nanos when each frame is shown, as for {@link Stream#next}; never earlier than the frame before
     */
    public List<Span> spans(int frameCount, IntToLongFunction nanos) {
        SlidingWindow<Integer> newest = new SlidingWindow<>(settings, segments);
        List<SlidingWindow.Content<Integer>> windows = new ArrayList<>();
        for (int index = 0; index < frameCount; index++) {
            int frame = index;
            if (newest.take(nanos.applyAsLong(frame), () -> frame)) {
                windows.add(newest.content());
            }
        }
        newest.end().ifPresent(windows::add);
        return windows.stream().map(window -> new Span(window.pictures(), window.from(), window.to())).toList();
    }

    /**
     * What the network says of some windows of a video: to the bit what a stream of all its frames says. Only the frames from
     * their first to their last are decoded, and those that these need.
     *
     * @param spans of {@link #spans}, one after the other
     * @throws VideoException in one line, if a frame cannot be decoded, or the network computes no numbers
     */
    public List<Window> classify(Video video, List<Span> spans) throws VideoException {
        if (spans.isEmpty()) {
            return List.of();
        }
        WorkerPool pool = WorkerPool.current().limitedTo(settings.threads());
        Set<Integer> needed = spans.stream().flatMap(span -> span.frames().stream()).collect(Collectors.toSet());
        SortedMap<Integer, Tensor> prepared = new TreeMap<>();
        List<Window> windows = new ArrayList<>();
        video.play(spans.getFirst().frames().getFirst(), spans.getLast().frames().getLast() + 1, (index, picture) -> {
            if (!needed.contains(index)) {
                return;
            }
            prepared.put(index, prepare(picture));
            while (windows.size() < spans.size() && spans.get(windows.size()).frames().getLast() == index) {
                Span span = spans.get(windows.size());
                prepared.headMap(span.frames().getFirst()).clear();
                windows.add(answer(span.frames().stream().map(prepared::get).toList(), span.from(), span.to(), pool));
            }
        });
        for (Window window : windows) {
            for (float score : window.logits()) {
                if (!Float.isFinite(score)) {
                    throw new VideoException(video.name(), "the network's scores are no numbers but " + score);
                }
            }
        }
        return windows;
    }

    /** [1, C, H, W] */
    private Tensor prepare(Image picture) {
        return preprocessing.apply(List.of(List.of(picture)));
    }

    /** @param pictures T of [1, C, H, W] */
    private Window answer(List<Tensor> pictures, long from, long to, WorkerPool pool) {
        Tensor input = Tensor.concat(pictures);
        int size = settings.size();
        Tensor logits = pool.get(() -> plan.run(input.reshape(1, input.dim(0) * input.dim(1), size, size)));
        return new Window(from, to, logits.data().clone(), Softmax.softmax(logits).data(), model.labels());
    }

    /** One stream: remembers the newest pictures. */
    public final class Stream {

        private final WorkerPool pool = WorkerPool.current().limitedTo(settings.threads());
        private final SlidingWindow<Tensor> newest = new SlidingWindow<>(settings, segments);

        private Stream() {
        }

        /**
         * What happened in the last seconds, if it is time to say so: when T pictures have been seen, and then as often
         * as {@link Settings#every} says. Most pictures are not looked at; those that are, are
         * {@linkplain FramePicker picked} by their time stamps.
         *
         * @param nanos when the picture was taken, from any origin; if that is earlier than the picture before, all
         *              begins anew
         */
        public Optional<Window> next(Image picture, long nanos) {
            return take(picture, nanos) ? Optional.of(answer()) : Optional.empty();
        }

        /** Whether it is time for an answer. */
        private boolean take(Image picture, long nanos) {
            return newest.take(nanos, () -> prepare(picture));
        }

        /**
         * What happened at the end of a stream that has ended: of the last T pictures, where there are some that no
         * answer knows. Of a stream with fewer pictures than T, they are repeated, as in a short video.
         */
        public Optional<Window> end() {
            return newest.end().map(this::answer);
        }

        private Window answer() {
            return answer(newest.content());
        }

        private Window answer(SlidingWindow.Content<Tensor> content) {
            return WindowClassifier.this.answer(content.pictures(), content.from(), content.to(), pool);
        }

        /** Forgets the past: for a new scene. */
        public void reset() {
            newest.reset();
        }
    }

    /** Answers to a stream as one that sees only the past gives them. */
    private final class Looker implements LiveStream.Looker {

        private final Stream stream = open();
        private final Smoothing smoothing;
        private Smoother smoother;
        private long window;

        Looker(Smoothing smoothing) {
            this.smoothing = smoothing;
            smoother = smoother();
        }

        private Smoother smoother() {
            return smoothing.open(model.labels(), 1 / settings.every());
        }

        @Override
        public Optional<Answer> next(Image picture, long nanos) {
            long start = System.nanoTime();
            if (!stream.take(picture, nanos)) {
                return Optional.empty();
            }
            long prepared = System.nanoTime();
            Window seen = stream.answer();
            Smoothing.Decision decision = smoother.next(seen.logits());
            long end = System.nanoTime();
            return Optional.of(new Answer(window++, seen.logits(), seen.probabilities(), decision, model.labels(),
                    new Answer.Time((prepared - start) / 1e6, (end - prepared) / 1e6)));
        }

        @Override
        public List<CarriedMaps> carried() {
            return List.of();
        }

        @Override
        public void reset() {
            stream.reset();
            smoother = smoother();
            window = 0;
        }
    }
}
