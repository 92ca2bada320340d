package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.web.Lesson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;

/** One page for all tests, since it takes some seconds, and what it was made of. */
final class Pages {

    static final Path CLIP = Path.of("..", "testdata", "swipe-left.gif");
    static final PretrainedNetwork MODEL = PretrainedNetwork.gestures();
    static final PretrainedNetwork TWIN = PretrainedNetwork.gesturesWithoutShift();
    static final String NETWORK = "the network in the box";
    static final LearnData DATA = data();

    private Pages() {
    }

    private static LearnData data() {
        try (Video video = Video.open(CLIP, Decoder.JAVA)) {
            return new Explainer(MODEL, NETWORK, TWIN).explain(video, "swipe-left.gif");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, to be served. */
    static Lesson.Subject subject() throws IOException {
        try (Video video = Video.open(CLIP, Decoder.JAVA)) {
            return Lesson.explain(MODEL, NETWORK, TWIN, video, "swipe-left.gif");
        }
    }

    /** What the network sees of the clip, {@code [T, C, H, W]}. */
    static Tensor clip() throws IOException {
        int segments = MODEL.network().config().segments();
        Views views = Views.EFFICIENT.withSize(MODEL.size());
        try (Video video = Video.open(CLIP, Decoder.JAVA)) {
            return views.preprocessing(MODEL.flavour(), MODEL.network().config().modality())
                    .apply(new Sampling(views.clips(), segments, 1, MODEL.flavour()).read(video))
                    .reshape(segments, 3, MODEL.size(), MODEL.size());
        }
    }

    /** As the page unpacks them. */
    static float[] floats(String packed) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(packed)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
