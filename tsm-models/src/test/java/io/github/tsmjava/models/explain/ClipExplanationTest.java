package io.github.tsmjava.models.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.video.transform.Flavour;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is left of an answer without parts of the shift is the answer of the network that has those parts only. */
class ClipExplanationTest {

    private static final int SEGMENTS = 4;

    private static Tensor clip() {
        Random random = new Random(2);
        Tensor clip = Tensor.zeros(1, SEGMENTS * 3, 32, 32);
        for (int i = 0; i < clip.size(); i++) {
            clip.data()[i] = (float) random.nextGaussian();
        }
        return clip;
    }

    /** The same parameters under another shift; only a shifted convolution's names have an infix. */
    private static float[] probabilities(TsmNetwork network, Shifting shifting, Tensor clip) {
        Map<String, Tensor> parameters = network.parameters().stream()
                .collect(Collectors.toMap(p -> p.name().replace(".net.", "."), Parameter::tensor));
        NetworkConfig config = network.config().withShifting(shifting);
        TsmNetwork other = config.build((name, role, shape) -> parameters.get(name.replace(".net.", ".")));
        return Softmax.softmax(other.forward(clip)).data();
    }

    @Test
    void partsOfTheShiftAreTakenOut() throws Exception {
        for (Backbone backbone : List.of(new ResNetBackbone(18), MobileNetV2Backbone.mit(0.35))) {
            NetworkConfig config = NetworkConfig.tsm(backbone, SEGMENTS, 5);
            TsmNetwork network = config.build(1);
            ClipExplanation explanation = new ClipExplanation(
                    PretrainedNetwork.of(network, Flavour.MIT, List.of(), 32), clip());
            Shifting shifting = config.shifting();
            Shift shift = shifting.shift();
            assertArrayEquals(Softmax.softmax(network.forward(clip())).data(), explanation.asItIs().probabilities());
            assertArrayEquals(probabilities(network, Shifting.NONE, clip()),
                    explanation.withoutShift().probabilities());
            assertArrayEquals(
                    probabilities(network, shifting.withShift(new Shift(shift.div(), 0, -1, shift.boundary())), clip()),
                    explanation.without(+1).probabilities());
            assertArrayEquals(
                    probabilities(network, shifting.withShift(new Shift(shift.div(), 1, 0, shift.boundary())), clip()),
                    explanation.without(-1).probabilities());
            String second = shifting.blocks().get(1);
            List<String> others = shifting.blocks().stream().filter(b -> !b.equals(second)).toList();
            assertArrayEquals(probabilities(network, new Shifting(shifting.place(), shift, others), clip()),
                    explanation.withoutEach().get(second).probabilities());
            assertEquals(shifting.blocks(), List.copyOf(explanation.withoutEach().keySet()));
        }
    }

    /** The mean over frames that know nothing of one another does not know their order. */
    @Test
    void withoutAShiftTheOrderIsNotSeen() throws Exception {
        TsmNetwork network = NetworkConfig.tsn(new ResNetBackbone(18), SEGMENTS, 5).build(1);
        ClipExplanation explanation = new ClipExplanation(PretrainedNetwork.of(network, Flavour.MIT, List.of(), 32),
                clip());
        float[] usual = explanation.asItIs().logits();
        assertArrayEquals(usual, explanation.backwards().logits(), 1e-6f);
        assertArrayEquals(usual, explanation.shuffled().logits(), 1e-6f);
        assertEquals(SEGMENTS, explanation.asItIs().frames().length);
        assertArrayEquals(explanation.asItIs().probabilities(), explanation.asItIs().frames()[SEGMENTS - 1]);
    }

    @Test
    void theLeadIsOverTheLargestOther() {
        ClipExplanation.Outcome outcome = new ClipExplanation.Outcome(new float[] {1, 4, 3},
                new float[] {.1f, .6f, .3f}, new float[1][3]);
        assertEquals(1, outcome.best());
        assertEquals(1, outcome.lead(1));
        assertEquals(-3, outcome.lead(0));
    }
}
