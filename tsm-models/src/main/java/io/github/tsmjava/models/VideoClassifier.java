package io.github.tsmjava.models;

import io.github.tsmjava.nn.plan.Accuracy;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Consensus;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.video.Crops;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Flavour;
import io.github.tsmjava.video.Image;
import io.github.tsmjava.video.Modality;
import io.github.tsmjava.video.Preprocessing;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From a video to the names of what happens in it.
 *
 * <pre>{@code
 * VideoClassifier classifier = VideoClassifier.load(Path.of("tsm.pth"));
 * Prediction prediction = classifier.classify(Path.of("clip.mp4"));
 * System.out.println(prediction.best().label());
 * }</pre>
 *
 * Immutable and safe for any number of threads; nothing needs closing.
 */
public final class VideoClassifier {

    /**
     * How a video becomes views.
     *
     * @param clips   which frames are looked at
     * @param crops   which parts of a frame
     * @param size    side of the network's square input in pixels; the shorter side is resized to size · 256 / 224
     * @param decoder what decodes videos
     * @param accuracy how the network trades rounding against speed
     */
    public record Settings(Sampling.Strategy clips, Crops crops, int size, Decoder decoder, Accuracy accuracy) {

        /** One uniform clip, the centre crop of 224 pixels: the efficient setting. */
        public static final Settings EFFICIENT =
                new Settings(Sampling.Strategy.UNIFORM, Crops.ONE, 224, Decoder.AUTO, Accuracy.FAST);

        /** The same for crops of another size in pixels. */
        public Settings withSize(int other) {
            return new Settings(clips, crops, other, decoder, accuracy);
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
        sampling = new Sampling(settings.clips(), config.segments(), config.newLength(), model.flavour());
        preprocessing = Preprocessing.of(model.flavour(), settings.size())
                .withCrops(settings.crops()).withModality(config.modality());
        plan = InferencePlan.compile(model.network(), settings.accuracy(), 1, config.segments() * config.channels(),
                settings.size(), settings.size());
    }

    /**
     * A classifier in the efficient setting.
     *
     * @throws IOException in one line, if the file is damaged or holds no network known here
     */
    public static VideoClassifier load(Path weights) throws IOException {
        return new VideoClassifier(PretrainedNetwork.load(weights), Settings.EFFICIENT);
    }

    /** The network, and what else its file told. */
    public PretrainedNetwork model() {
        return model;
    }

    /**
     * Classifies a video file or a folder of frames; for a network that reads optical flow, a folder of flow.
     *
     * @throws IOException in one line, if it cannot be decoded
     */
    public Prediction classify(Path path) throws IOException {
        long start = System.nanoTime();
        try (Video video = open(path)) {
            List<List<Image>> clips = sampling.read(video);
            long decoded = System.nanoTime();

            Tensor views = preprocessing.apply(clips);
            long preprocessed = System.nanoTime();

            Tensor logits = logits(views);
            Tensor probabilities = probabilities(logits);
            Prediction.Time time = new Prediction.Time(
                    millis(start, decoded), millis(decoded, preprocessed), millis(preprocessed, System.nanoTime()));
            return new Prediction(path, video.frameCount(), video.decoder(), sampling.clips(video.frameCount()),
                    Consensus.average(logits, logits.dim(0)).data(), probabilities.data(), model.labels(), time);
        }
    }

    private Video open(Path path) throws IOException {
        return preprocessing.modality() == Modality.FLOW ? Video.openFlow(path) : Video.open(path, settings.decoder());
    }

    /** The logits of each view, one view at a time: a hundred views at once would fill the memory. */
    private Tensor logits(Tensor views) {
        return Tensor.concat(IntStream.range(0, views.dim(0))
                .mapToObj(view -> plan.run(views.slice(view, view + 1))).toList());
    }

    /** MIT averages logits and MMAction2 probabilities over the views; the two can disagree. */
    private Tensor probabilities(Tensor logits) {
        return model.flavour() == Flavour.MIT
                ? Softmax.softmax(Consensus.average(logits, logits.dim(0)))
                : Consensus.average(Softmax.softmax(logits), logits.dim(0));
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }
}
