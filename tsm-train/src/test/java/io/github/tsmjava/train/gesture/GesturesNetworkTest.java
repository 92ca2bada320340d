package io.github.tsmjava.train.gesture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The network in the box. */
class GesturesNetworkTest {

    private static final int CLIPS = 200;

    @Test
    void itsFileSaysAllThatIsNeeded() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        assertEquals(Gesture.labels(), model.labels());
        assertEquals(96, model.size());
        assertTrue(model.assumed().isEmpty() && model.ignored().isEmpty());
        assertTrue(model.network().config().isStreamable());
    }

    /** On clips that it was not trained on; 95.4 % of four thousand. */
    @Test
    void itKnowsGestures() throws IOException {
        VideoClassifier classifier = VideoClassifier.gestures();
        int right = 0;
        for (int i = 0; i < CLIPS; i++) {
            Gesture gesture = Gesture.values()[i % Gesture.values().length];
            GestureVideo clip = new GestureVideo(gesture, 99_000 + i, 16, 96, Scenery.VARIED);
            Prediction prediction = classifier.classify(clip, Average.LOGITS);
            right += prediction.best().label().equals(gesture.label()) ? 1 : 0;
        }
        assertTrue(right >= 0.88 * CLIPS, "%d of %d".formatted(right, CLIPS));
    }

    /** Frame by frame it sees what it sees in the whole clip. */
    @Test
    void itStreams() {
        TsmNetwork network = PretrainedNetwork.gestures().network();
        Random random = new Random(1);
        Tensor clip = Tensor.zeros(1, 8 * 3, 96, 96);
        for (int i = 0; i < clip.size(); i++) {
            clip.data()[i] = (float) random.nextGaussian();
        }
        StreamingNetwork stream = new StreamingNetwork(network);
        float[] mean = new float[10];
        for (int t = 0; t < 8; t++) {
            Tensor frame = clip.reshape(8, 3, 96, 96).slice(t, t + 1);
            float[] logits = stream.next(frame).data();
            for (int k = 0; k < mean.length; k++) {
                mean[k] += logits[k] / 8;
            }
        }
        assertArrayEquals(network.forward(clip).data(), mean, 1e-4f);
    }
}
