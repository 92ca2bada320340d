package io.github.tsmjava.models;

import io.github.tsmjava.models.Prediction.ClipScores;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * From a video to the names of what happens in it.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="classify"}
 *
 * Immutable and safe for any number of threads; nothing needs closing.
 */
public final class VideoClassifier {

    /**
     * How videos are read and looked at.
     *
     * @param views    what the network sees of a video
     * @param decoder  what decodes videos
     * @param accuracy how the network trades rounding against speed
     * @param limits   what a video may cost its reader
     * @param kernels  that the network runs on
     * @param threads  that compute one video at most, the caller among them
     */
    public record Settings(Views views, Decoder decoder, Accuracy accuracy, Limits limits, Kernels kernels, int threads) {

        /** One uniform clip, the centre crop of 224 pixels: the efficient setting. */
        public static final Settings EFFICIENT = new Settings(Views.EFFICIENT, Decoder.AUTO, Accuracy.FAST);

        /** @throws IllegalArgumentException if there is no thread */
        public Settings {
            WorkerPool.requireThreads(threads);
        }

        /** Settings with the usual limits and kernels, and all threads. */
        public Settings(Views views, Decoder decoder, Accuracy accuracy) {
            this(views, decoder, accuracy, Limits.USUAL, Kernels.get(), Integer.MAX_VALUE);
        }

        /** The same for crops of another size in pixels. */
        public Settings withSize(int other) {
            return new Settings(views.withSize(other), decoder, accuracy, limits, kernels, threads);
        }

        /** The same with other limits, for videos of strangers. */
        public Settings withLimits(Limits other) {
            return new Settings(views, decoder, accuracy, other, kernels, threads);
        }

        /** The same on other kernels, such as those {@linkplain Kernels#forJob for a long job}. */
        public Settings withKernels(Kernels other) {
            return new Settings(views, decoder, accuracy, limits, other, threads);
        }

        /** The same on fewer threads; all classifiers share those of the machine, so together they never use more. */
        public Settings withThreads(int other) {
            return new Settings(views, decoder, accuracy, limits, kernels, other);
        }
    }

    private final PretrainedNetwork model;
    private final Settings settings;
    private final Sampling sampling;
    private final InferencePlan plan;
    private final Preprocessing preprocessing;

    /**
     * @throws IllegalArgumentException if the size is not a possible one
     */
    public VideoClassifier(PretrainedNetwork model, Settings settings) {
        this.model = model;
        this.settings = settings;
        NetworkConfig config = model.network().config();
        Views views = settings.views();
        sampling = model.sampling(views.clips());
        preprocessing = views.preprocessing(model.flavour(), config.modality());
        plan = InferencePlan.compile(model.network(), settings.kernels(), settings.accuracy(), 1,
                config.segments() * config.channels(), views.cropSize(), views.cropSize());
    }

    /**
     * A classifier in the efficient setting, for crops of the size and clips of the kind that the network was trained
     * with.
     *
     * @throws IOException in one line, if the file is damaged or holds no network known here
     */
    public static VideoClassifier load(Path weights) throws IOException {
        return of(PretrainedNetwork.load(weights));
    }

    /** The same for a network that is loaded. */
    public static VideoClassifier of(PretrainedNetwork model) {
        return new VideoClassifier(model, new Settings(model.views(Views.EFFICIENT), Decoder.AUTO, Accuracy.FAST));
    }

    /** A classifier of ten gestures of a hand: {@link PretrainedNetwork#gestures}. */
    public static VideoClassifier gestures() {
        return of(PretrainedNetwork.gestures());
    }

    /** The network, and what else its file told. */
    public PretrainedNetwork model() {
        return model;
    }

    /** How it reads and looks at videos. */
    public Settings settings() {
        return settings;
    }

    /**
     * Computes black clips until the JVM has compiled what computes them, for ten seconds at most, so that the first
     * users of a server need not wait for it. Costs nothing later.
     */
    public VideoClassifier warmUp() {
        NetworkConfig config = model.network().config();
        int size = settings.views().cropSize();
        Tensor black = Tensor.zeros(1, config.segments() * config.channels(), size, size);
        WarmUpRuns.run(() -> plan.run(black));
        return this;
    }

    /**
     * Classifies a video file or a folder of frames; for a network that reads optical flow, a folder of flow.
     *
     * @throws IOException in one line, if it cannot be decoded
     */
    public Prediction classify(Path path) throws IOException {
        try (Video video = open(path)) {
            return classify(video);
        }
    }

    private Video open(Path path) throws IOException {
        return preprocessing.modality() == Modality.FLOW ? Video.openFlow(path, settings.limits())
                : Video.open(path, settings.decoder(), settings.limits());
    }

    /**
     * Classifies an open video, which stays open; averaged as the flavour's published accuracies were.
     *
     * @throws IOException in one line, if it cannot be decoded, or the network computes no numbers
     */
    public Prediction classify(Video video) throws IOException {
        return classify(video, Average.of(model.flavour()));
    }

    /**
     * The same with another average.
     *
     * @param average what is averaged over its views
     * @throws IOException in one line, if it cannot be decoded, or the network computes no numbers
     */
    public Prediction classify(Video video, Average average) throws IOException {
        return combine(List.of(score(video, 0, clips())), average);
    }

    /** How many clips of each video it looks at; see {@link Views#clips}. */
    public int clips() {
        return settings.views().clips().count();
    }

    /**
     * What the network says of some clips of a video: the work of {@link #classify(Video)} in parts.
     *
     * @param from the first of them, 0-based
     * @param to   the one behind the last, at most {@link #clips}
     * @throws IOException in one line, if they cannot be decoded, or the network computes no numbers
     */
    public ClipScores score(Video video, int from, int to) throws IOException {
        long start = System.nanoTime();
        List<List<Image>> clips = sampling.read(video, from, to);
        long decoded = System.nanoTime();

        WorkerPool pool = WorkerPool.current().limitedTo(settings.threads());
        // One view at a time: a hundred at once would fill the memory.
        List<float[]> scores = new ArrayList<>();
        long preprocessing = 0;
        Iterator<Tensor> views = this.preprocessing.stream(clips).iterator();
        while (views.hasNext()) {
            long asked = System.nanoTime();
            Tensor view = views.next();
            preprocessing += System.nanoTime() - asked;
            float[] logits = pool.get(() -> plan.run(view)).data().clone();
            for (float score : logits) {
                if (!Float.isFinite(score)) {
                    throw new VideoException(video.name(), "the network's scores are no numbers but " + score);
                }
            }
            scores.add(logits);
        }
        long network = System.nanoTime() - decoded - preprocessing;
        return new ClipScores(video.name(), video.frameCount(), video.decoder(), from, to - from, scores,
                new Prediction.Time(millis(decoded - start), millis(preprocessing), millis(network)));
    }

    /**
     * What all clips of a video say together: to the bit what {@link #classify(Video)} says, if they were decoded alike.
     *
     * @param parts   of one video, in order and without a gap
     * @param average what is averaged over its views
     * @throws IllegalArgumentException if they are not all clips of one video, or not by one decoder
     */
    public Prediction combine(List<ClipScores> parts, Average average) {
        ClipScores first = parts.getFirst();
        int next = 0;
        double decode = 0;
        double preprocess = 0;
        double network = 0;
        for (ClipScores part : parts) {
            if (part.first() != next || part.frameCount() != first.frameCount() || !part.decoder().equals(first.decoder())) {
                throw new IllegalArgumentException("expected the clips of one video from %d on, found %d to %d of %s by %s"
                        .formatted(next, part.first(), part.first() + part.count(), part.name(), part.decoder()));
            }
            next += part.count();
            decode += part.time().decode();
            preprocess += part.time().preprocess();
            network += part.time().network();
        }
        if (next != clips()) {
            throw new IllegalArgumentException("expected %d clips, found %d".formatted(clips(), next));
        }
        Tensor logits = Tensor.concat(views(parts).map(view -> Tensor.of(view, 1, view.length)).toList());
        return new Prediction(first.name(), first.frameCount(), first.decoder(), sampling.clips(first.frameCount()),
                Consensus.average(logits, logits.dim(0)).data(), average.probabilities(logits).data(), model.labels(),
                new Prediction.Time(decode, preprocess, network));
    }

    /** In the order in which one machine would score them: of each crop, all clips. */
    private static Stream<float[]> views(List<ClipScores> parts) {
        int crops = parts.getFirst().logits().size() / parts.getFirst().count();
        return IntStream.range(0, crops).boxed().flatMap(crop -> parts.stream()
                .flatMap(part -> part.logits().subList(crop * part.count(), (crop + 1) * part.count()).stream()));
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }

    /** What is averaged over the views of a video. The two can disagree on the best class. */
    public enum Average {
        /** The logits, as MIT's code does. */
        LOGITS,
        /** The logits too, but networks are then added up by their softmax, as MIT's code does with {@code --softmax}. */
        SOFTMAX,
        /** The probabilities of each view, as MMAction2 and torchvision do. */
        PROBABILITIES;

        /** What the flavour's published accuracies were measured with. */
        public static Average of(Flavour flavour) {
            return flavour == Flavour.MIT ? LOGITS : PROBABILITIES;
        }

        /** From the logits of each view, [views, K], to the probabilities of the video, [1, K]. */
        Tensor probabilities(Tensor logits) {
            int views = logits.dim(0);
            return switch (this) {
                case LOGITS, SOFTMAX -> Softmax.softmax(Consensus.average(logits, views));
                case PROBABILITIES -> Consensus.average(Softmax.softmax(logits), views);
            };
        }

        /** What to rank classes by, and to add up over several networks: K scores. */
        public float[] scores(Prediction prediction) {
            return switch (this) {
                case LOGITS -> prediction.logits();
                case SOFTMAX, PROBABILITIES -> prediction.probabilities();
            };
        }

        /**
         * The cross entropy of one video: minus the logarithm of its class's probability, in nats. A probability too small
         * for a float counts as the smallest one.
         *
         * @param scores as from {@link #scores}
         * @param label  the true class
         * @throws io.github.tsmjava.tensor.ShapeException if the label is not below the number of scores
         */
        public double crossEntropy(float[] scores, int label) {
            Tensor logits = Tensor.of(scores.clone(), 1, scores.length);
            if (this != LOGITS) {
                for (int i = 0; i < scores.length; i++) {
                    logits.data()[i] = (float) Math.log(Math.max(scores[i], Float.MIN_VALUE));
                }
            }
            return CrossEntropy.of(logits, label).loss();
        }
    }
}
