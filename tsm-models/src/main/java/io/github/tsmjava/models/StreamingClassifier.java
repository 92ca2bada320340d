package io.github.tsmjava.models;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What happens now, from pictures as they come: a camera, a screen, a video that has no end.
 *
 * <pre>{@code
 * StreamingClassifier classifier = StreamingClassifier.gestures();
 * StreamingClassifier.Stream stream = classifier.open();
 * while (camera.isOpen()) {
 *     System.out.println(stream.next(Image.of(camera.picture())).best().label());
 * }
 * }</pre>
 *
 * A network for streams shifts from the past alone. Each frame is computed once, and a few channels of it are kept for the
 * next one. So a frame costs what a frame of a 2-D network costs, and its answer does not wait for later frames.
 *
 * <p>Immutable and safe for any number of threads; each {@link Stream} is used by one thread at a time. Nothing needs
 * closing.
 *
 * <p>Source: TSM, section 3.3; MIT's online demo (reference-spec 2).
 */
public final class StreamingClassifier {

    /**
     * How a stream is looked at.
     *
     * @param size     side of the centre crop in pixels; the shorter side is resized to size · 256 / 224
     * @param history  how many of the newest frames an answer is the mean of; 1 for each frame alone
     * @param accuracy how the network trades rounding against speed
     */
    public record Settings(int size, int history, Accuracy accuracy) {

        /** @throws IllegalArgumentException if the history is not at least 1 */
        public Settings {
            if (history < 1) {
                throw new IllegalArgumentException("expected a history of at least 1 frame, found " + history);
            }
        }

        public Settings withSize(int other) {
            return new Settings(other, history, accuracy);
        }

        public Settings withHistory(int other) {
            return new Settings(size, other, accuracy);
        }

        public Settings withAccuracy(Accuracy other) {
            return new Settings(size, history, other);
        }
    }

    /**
     * What the network says after a frame.
     *
     * @param frame         of the stream, from 0; it begins anew with {@link Stream#reset}
     * @param logits        K scores, the mean over the history
     * @param probabilities K probabilities
     * @param labels        K names, or empty if the network has none
     */
    public record Answer(long frame, float[] logits, float[] probabilities, List<String> labels) {

        /** The most probable class. */
        public Prediction.Score best() {
            return top(1).getFirst();
        }

        /** The {@code count} most probable classes, best first. */
        public List<Prediction.Score> top(int count) {
            return Prediction.Score.top(count, logits, probabilities, labels);
        }
    }

    /** Of a picture to warm up with, as a camera may give it. */
    private static final int CAMERA_WIDTH = 320;
    private static final int CAMERA_HEIGHT = 240;

    private final PretrainedNetwork model;
    private final Settings settings;
    private final Preprocessing preprocessing;
    private final StreamingPlan plan;

    /**
     * @throws IllegalArgumentException if the network looks at later frames or reads optical flow, or the size is not a
     *                                  possible one
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
        plan = StreamingPlan.compile(model.network(), settings.accuracy(), 1, config.channels(), settings.size(),
                settings.size());
    }

    /**
     * A classifier for crops of the size that the network was trained with, and a history of as many frames as a clip had
     * in training.
     *
     * @throws IOException              in one line, if the file is damaged or holds no network known here
     * @throws IllegalArgumentException if the network looks at later frames or reads optical flow
     */
    public static StreamingClassifier load(Path weights) throws IOException {
        return of(PretrainedNetwork.load(weights));
    }

    /** The same for a network that is loaded. */
    public static StreamingClassifier of(PretrainedNetwork model) {
        return new StreamingClassifier(model,
                new Settings(model.size(), model.network().config().segments(), Accuracy.FAST));
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
        return new Stream();
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

    /** One stream: remembers what the next frame needs of the frames before. */
    public final class Stream {

        private final StreamingPlan.Stream frames = plan.open();
        private final Deque<float[]> history = new ArrayDeque<>();
        private long frame;

        private Stream() {
        }

        /** What happens now. Pictures may be of any size, and differ in size. */
        public Answer next(Image picture) {
            Tensor x = preprocessing.apply(List.of(List.of(picture)));
            if (history.size() == settings.history()) {
                history.removeFirst();
            }
            history.addLast(frames.next(x).data());
            float[] logits = mean();
            float[] probabilities = Softmax.softmax(Tensor.of(logits, 1, logits.length)).data();
            return new Answer(frame++, logits, probabilities, model.labels());
        }

        private float[] mean() {
            float[] mean = new float[history.getFirst().length];
            for (int k = 0; k < mean.length; k++) {
                double sum = 0;
                for (float[] logits : history) {
                    sum += logits[k];
                }
                mean[k] = (float) (sum / history.size());
            }
            return mean;
        }

        /** Forgets the past: for a new scene or another person in front of the camera. */
        public void reset() {
            frames.reset();
            history.clear();
            frame = 0;
        }
    }
}
