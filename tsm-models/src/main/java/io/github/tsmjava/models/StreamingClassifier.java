package io.github.tsmjava.models;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.timing.FramePicker;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What happens now, from pictures as they come: a camera, a screen, a video that has no end.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="stream"}
 *
 * A network for streams shifts from the past alone. Each frame is computed once, and a few channels of it are kept for the
 * next one. So a frame costs what a frame of a 2-D network costs, and its answer does not wait for later frames. Networks
 * that look ahead are for {@link WindowClassifier}.
 *
 * <p>A network learned from frames some time apart, and sees movements right only at about that {@linkplain Settings rate}.
 * Where a camera gives more pictures than that, two streams {@linkplain Settings#turns take turns} on them: each sees
 * movements at the pace it learned, and there are twice as many answers.
 *
 * <p>Immutable and safe for any number of threads; each {@link Stream} is used by one thread at a time. Nothing needs
 * closing.
 *
 * <p>Source: TSM, section 4.2; MIT's online demo (reference-spec 2).
 */
public final class StreamingClassifier {

    /**
     * How a stream is looked at.
     *
     * @param size      side of the centre crop in pixels; the shorter side is resized to size · 256 / 224
     * @param rate      frames a second that the network sees
     * @param smoothing how decisions follow from the scores of frames
     * @param accuracy  how the network trades rounding against speed
     * @param kernels   that the network runs on
     * @param threads   that work on one frame at most, the caller among them
     */
    public record Settings(int size, double rate, Smoothing smoothing, Accuracy accuracy, Kernels kernels, int threads) {

        /** @throws IllegalArgumentException if the rate is not above 0, or there is no thread */
        public Settings {
            if (!(rate > 0) || !Double.isFinite(rate)) {
                throw new IllegalArgumentException("expected a rate above 0 frames a second, found " + rate);
            }
            WorkerPool.requireThreads(threads);
        }

        /** Those that fit a network: size and rate of its training, our own smoothing, all threads. */
        public static Settings of(PretrainedNetwork model) {
            return new Settings(model.size(), model.rate() > 0 ? model.rate() : USUAL_RATE, Smoothing.USUAL, Accuracy.FAST, Kernels.get(),
                    Integer.MAX_VALUE);
        }

        public Settings withSize(int other) {
            return new Settings(other, rate, smoothing, accuracy, kernels, threads);
        }

        public Settings withRate(double other) {
            return new Settings(size, other, smoothing, accuracy, kernels, threads);
        }

        public Settings withSmoothing(Smoothing other) {
            return new Settings(size, rate, other, accuracy, kernels, threads);
        }

        public Settings withAccuracy(Accuracy other) {
            return new Settings(size, rate, smoothing, other, kernels, threads);
        }

        public Settings withKernels(Kernels other) {
            return new Settings(size, rate, smoothing, accuracy, other, threads);
        }

        /**
         * How many streams of the network take turns on the pictures of a camera: two if they see no more than {@value
         * #USUAL_RATE} a second together, else one.
         */
        public int turns() {
            return 2 * rate <= USUAL_RATE ? 2 : 1;
        }

        /** Answers a second, of a camera that gives as many pictures: the rate times the {@link #turns}. */
        public double answerRate() {
            return turns() * rate;
        }

        /** At most so many threads on a frame; those of one machine are shared by all classifiers. */
        public Settings withThreads(int other) {
            return new Settings(size, rate, smoothing, accuracy, kernels, other);
        }
    }

    /** For networks whose file tells no rate: what the original's demo gives its network, every second picture of a camera. */
    public static final double USUAL_RATE = 15;

    /** Of a picture to warm up with, as a camera may give it. */
    private static final int CAMERA_WIDTH = 320;
    private static final int CAMERA_HEIGHT = 240;

    private final PretrainedNetwork model;
    private final Settings settings;
    private final Preprocessing preprocessing;
    private final StreamingPlan plan;

    /**
     * @throws IllegalArgumentException if the network looks at later frames or reads optical flow, the size is not a
     *                                  possible one, or the smoothing is not for its classes
     */
    public StreamingClassifier(PretrainedNetwork model, Settings settings) {
        NetworkConfig config = model.network().config();
        config.requireStreamable();
        if (config.modality() != Modality.RGB) {
            throw new IllegalArgumentException("expected a network that reads pictures, found one for optical flow");
        }
        this.model = model;
        this.settings = settings;
        preprocessing = Preprocessing.of(model.flavour(), settings.size());
        plan = StreamingPlan.compile(model.network(), settings.kernels(), settings.accuracy(), 1, config.channels(),
                settings.size(), settings.size());
        settings.smoothing().open(model.labels(), settings.answerRate());
    }

    /**
     * A classifier with the settings that fit the network.
     *
     * @throws IOException              in one line, if the file is damaged or holds no network known here
     * @throws IllegalArgumentException if the network looks at later frames or reads optical flow
     */
    public static StreamingClassifier load(Path weights) throws IOException {
        return of(PretrainedNetwork.load(weights));
    }

    /** The same for a network that is loaded. */
    public static StreamingClassifier of(PretrainedNetwork model) {
        return new StreamingClassifier(model, Settings.of(model));
    }

    /** A classifier of ten gestures of a hand: {@link PretrainedNetwork#gestures}. */
    public static StreamingClassifier gestures() {
        return of(PretrainedNetwork.gestures());
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
        return open(settings.smoothing());
    }

    /**
     * Begins a stream that is decided on in another way than the {@linkplain Settings#smoothing usual} one.
     *
     * @throws IllegalArgumentException if the smoothing is not for the classes of the network
     */
    public Stream open(Smoothing smoothing) {
        return new Stream(smoothing);
    }

    /**
     * Begins a stream that never makes its source wait: pictures are answered in the background, the newest first, and
     * those that come meanwhile are dropped.
     *
     * @param listener is told each answer, one after the other
     */
    public LiveStream live(Consumer<Answer> listener) {
        return live(settings.smoothing(), listener);
    }

    /** The same with another smoothing; see {@link #open(Smoothing)}. */
    public LiveStream live(Smoothing smoothing, Consumer<Answer> listener) {
        return new LiveStream(open(smoothing), listener);
    }

    /**
     * Looks at black pictures until the JVM has compiled what looks at them, for ten seconds at most, so that the first
     * users of a server need not wait for it. Costs nothing later.
     */
    public StreamingClassifier warmUp() {
        Stream stream = open();
        Image black = Image.of(CAMERA_WIDTH, CAMERA_HEIGHT, new byte[CAMERA_WIDTH * CAMERA_HEIGHT * 3]);
        WarmUpRuns.run(() -> stream.next(black));
        return this;
    }

    /** What sees the pictures of one camera: remembers what the next frame needs of the frames before. */
    public final class Stream implements LiveStream.Looker {

        private final Turns turns = new Turns(plan, settings);
        private final WorkerPool pool = WorkerPool.current().limitedTo(settings.threads());
        private final Smoothing smoothing;
        private Smoother smoother;
        private long frame;

        private Stream(Smoothing smoothing) {
            this.smoothing = smoothing;
            smoother = smoother(settings.answerRate());
        }

        private Smoother smoother(double rate) {
            return smoothing.open(model.labels(), rate);
        }

        /**
         * What happens now, if the picture is one that the network should see: pictures are {@linkplain FramePicker
         * picked} by their time stamps, {@link Settings#answerRate} a second.
         *
         * @param nanos when it was taken, from any origin
         */
        @Override
        public Optional<Answer> next(Image picture, long nanos) {
            List<StreamingPlan.Stream> seeing = turns.at(nanos);
            return seeing.isEmpty() ? Optional.empty() : Optional.of(answer(picture, seeing, settings.answerRate()));
        }

        /**
         * What happens now, from a picture that is seen in any case, by one stream of the network: {@link Settings#rate} pictures a
         * second are expected. Pictures may be of any size, and differ in size.
         */
        public Answer next(Image picture) {
            return answer(picture, turns.first(), settings.rate());
        }

        /** @param rate answers a second */
        private Answer answer(Image picture, List<StreamingPlan.Stream> seeing, double rate) {
            if (frame == 0) {
                smoother = smoother(rate);
            }
            long start = System.nanoTime();
            Tensor x = preprocessing.apply(List.of(List.of(picture)));
            long prepared = System.nanoTime();
            float[] logits = pool.get(() -> Turns.mean(seeing, x));
            Decision decision = smoother.next(logits);
            float[] probabilities = Softmax.softmax(Tensor.of(logits, 1, logits.length)).data();
            long end = System.nanoTime();
            return new Answer(frame++, logits, probabilities, decision, model.labels(),
                    new Answer.Time((prepared - start) / 1e6, (end - prepared) / 1e6));
        }

        /** What the network remembers of the pictures that its last stream saw, layer by layer: copies, to look at. */
        @Override
        public List<CarriedMaps> carried() {
            return turns.last().carried();
        }

        /** Forgets the past: for a new scene or another person in front of the camera. */
        @Override
        public void reset() {
            turns.reset();
            frame = 0;
        }
    }
}
