package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.parameter.Initializer;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Preprocessing;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pictures in, classes out, frame by frame. */
class StreamingClassifierTest {

    private static List<Image> pictures(int count) {
        Random random = new Random(5);
        List<Image> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BufferedImage picture = new BufferedImage(120, 100, BufferedImage.TYPE_INT_RGB);
            for (int at = 0; at < 120 * 100; at++) {
                picture.setRGB(at % 120, at / 120, random.nextInt());
            }
            pictures.add(Image.of(picture));
        }
        return pictures;
    }

    /** After T frames the mean over T frames is what the network says of the clip. */
    @Test
    void aStreamOfAClipIsTheClip() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        List<Image> clip = pictures(8);
        StreamingClassifier.Stream stream = StreamingClassifier.gestures().open();
        StreamingClassifier.Answer answer = null;
        for (Image picture : clip) {
            answer = stream.next(picture);
        }
        Tensor whole = model.network().forward(Preprocessing.of(model.flavour(), model.size()).apply(List.of(clip)));
        assertArrayEquals(whole.data(), answer.logits(), 1e-4f);
        assertEquals(7, answer.frame());
        assertEquals(model.labels().get(answer.best().index()), answer.best().label());
        assertEquals(1, sum(answer.probabilities()), 1e-5);
    }

    /** The oldest frame leaves the mean, and a history of one is each frame alone. */
    @Test
    void historyIsTheNewestFrames() {
        PretrainedNetwork model = PretrainedNetwork.gestures();
        StreamingClassifier three = StreamingClassifier.of(model);
        three = new StreamingClassifier(model, three.settings().withHistory(3));
        StreamingClassifier.Stream mean = three.open();
        StreamingClassifier.Stream alone = new StreamingClassifier(model, three.settings().withHistory(1)).open();
        List<float[]> logits = new ArrayList<>();
        for (Image picture : pictures(6)) {
            logits.add(alone.next(picture).logits());
            float[] answer = mean.next(picture).logits();
            List<float[]> newest = logits.subList(Math.max(0, logits.size() - 3), logits.size());
            for (int k = 0; k < answer.length; k++) {
                int at = k;
                assertEquals(newest.stream().mapToDouble(l -> l[at]).average().orElseThrow(), answer[k], 1e-5);
            }
        }
    }

    @Test
    void resetForgets() {
        StreamingClassifier.Stream stream = StreamingClassifier.gestures().open();
        List<Image> pictures = pictures(3);
        float[] first = stream.next(pictures.get(0)).logits();
        stream.next(pictures.get(1));
        stream.reset();
        StreamingClassifier.Answer again = stream.next(pictures.get(0));
        assertEquals(0, again.frame());
        assertArrayEquals(first, again.logits());
    }

    @Test
    void networksThatLookAheadAreRefused() throws Exception {
        PretrainedNetwork ahead = PretrainedNetwork.of(NetworkConfig.tsm(new ResNetBackbone(18), 8, 3)
                .build(new Initializer(1)), Flavour.MIT, List.of(), 64);
        String message = assertThrows(IllegalArgumentException.class, () -> StreamingClassifier.of(ahead)).getMessage();
        assertTrue(message.contains("later frames"), message);
    }

    @Test
    void warmUpEnds() {
        StreamingClassifier classifier = StreamingClassifier.gestures();
        assertEquals(classifier, classifier.warmUp());
    }

    private static double sum(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
