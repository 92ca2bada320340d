package io.github.tsmjava.models.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("lanes")
class SequencesTest {

    private static final int FRAMES = 5;
    private static final int SIZE = 32;

    /** Each frame's scores are what a stream says after it, and each sequence is a stream of its own. */
    @Test
    void aSequenceIsAStream() {
        TsmNetwork network = NetworkConfig.online(MobileNetV2Backbone.mit(0.2), 3, 4).build(1);
        float[] pixels = new float[2 * FRAMES * 3 * SIZE * SIZE];
        Random random = new Random(2);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        Tensor frames = Tensor.of(pixels, 2 * FRAMES, 3, SIZE, SIZE);
        Tensor scores = network.onSequences(FRAMES).forward(frames);
        assertArrayEquals(new int[] {2 * FRAMES, 4}, scores.shape());
        for (int sequence = 0; sequence < 2; sequence++) {
            StreamingNetwork stream = new StreamingNetwork(network);
            for (int i = sequence * FRAMES; i < (sequence + 1) * FRAMES; i++) {
                assertArrayEquals(stream.next(frames.slice(i, i + 1)).data(), scores.slice(i, i + 1).data(), 1e-4f);
            }
        }
    }

    @Test
    void theParametersAreTheSame() {
        TsmNetwork network = NetworkConfig.online(MobileNetV2Backbone.mit(0.2), 3, 4).build(1);
        Layer sequences = network.onSequences(FRAMES);
        assertEquals(network.parameters().size(), sequences.parameters().size());
        for (int i = 0; i < network.parameters().size(); i++) {
            assertSame(network.parameters().get(i).tensor(), sequences.parameters().get(i).tensor());
        }
    }

    @Test
    void whoLooksAheadHasNoSequences() {
        TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.2), 3, 4).build(1);
        assertThrows(IllegalArgumentException.class, () -> network.onSequences(FRAMES));
    }
}
