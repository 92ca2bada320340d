package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferTest {

    private static final ResNetBackbone RESNET = new ResNetBackbone(18);
    private static final NetworkConfig TSN = NetworkConfig.tsn(RESNET, 4, 3);
    private static final List<String> NAMES = List.of("left", "right", "nothing");

    @TempDir
    private Path folder;

    private Path save(NetworkConfig config, List<String> labels) throws IOException {
        Path file = folder.resolve("network.safetensors");
        PretrainedNetwork.of(config.build(1), Flavour.MIT, labels, 64).save(file);
        return file;
    }

    /** Without what marks a shift. */
    private static Map<String, float[]> parameters(TsmNetwork network) {
        Map<String, float[]> parameters = new TreeMap<>();
        for (Parameter parameter : network.parameters()) {
            parameters.put(parameter.name().replace(".net.", ".").replace(".block.", "."), parameter.tensor().data());
        }
        return parameters;
    }

    @Test
    void shiftedOrNotTheParametersAreTheSame() throws IOException {
        NetworkConfig tsm = NetworkConfig.tsm(RESNET, 8, 3);
        for (boolean toTsm : new boolean[] {true, false}) {
            Transfer transfer = Transfer.from(save(toTsm ? TSN : tsm, List.of()), toTsm ? tsm : TSN, NAMES, 2);
            assertFalse(transfer.newClassifier());
            Map<String, float[]> expected = parameters((toTsm ? TSN : tsm).build(1));
            Map<String, float[]> actual = parameters(transfer.network());
            assertEquals(expected.keySet(), actual.keySet());
            expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), name));
        }
    }

    @Test
    void theClassifierOfOtherClassesIsNew() throws IOException {
        Path file = save(TSN, NAMES);
        assertFalse(Transfer.from(file, TSN, NAMES, 2).newClassifier());
        Transfer renamed = Transfer.from(file, TSN, List.of("right", "left", "nothing"), 2);
        assertTrue(renamed.newClassifier());
        assertArrayEquals(parameters(TSN.build(2)).get("new_fc.weight"),
                parameters(renamed.network()).get("new_fc.weight"));
        assertTrue(Transfer.from(file, NetworkConfig.tsn(RESNET, 4, 5), List.of(), 2).newClassifier());
    }

    /** Each tap in time gets its share of the weight; all else is taken over. */
    @Test
    void filtersForPicturesAreInflated() throws IOException {
        NetworkConfig pictures = NetworkConfig.tsm(new ResNetBackbone(50), 4, 3);
        NetworkConfig i3d = NetworkConfig.tsn(new I3dBackbone(50, false), 8, 3);
        Path file = save(pictures, NAMES);
        Map<String, float[]> flat = parameters(pictures.build(1));
        Transfer transfer = Transfer.from(file, i3d, NAMES, 2);
        assertFalse(transfer.newClassifier());
        Map<String, float[]> inflated = parameters(transfer.network());
        assertEquals(flat.keySet(), inflated.keySet());
        assertArrayEquals(flat.get("base_model.bn1.running_var"), inflated.get("base_model.bn1.running_var"));
        String notInflated = "base_model.layer2.1.conv1.weight";
        assertArrayEquals(flat.get(notInflated), inflated.get(notInflated));
        float[] conv1 = flat.get("base_model.layer1.0.conv1.weight");
        float[] conv1Inflated = inflated.get("base_model.layer1.0.conv1.weight");
        float[] stem = flat.get("base_model.conv1.weight");
        float[] stemInflated = inflated.get("base_model.conv1.weight");
        for (int i = 0; i < conv1Inflated.length; i++) {
            assertEquals(conv1[i / 3] / 3, conv1Inflated[i]);
        }
        for (int i = 0; i < stemInflated.length; i++) {
            assertEquals(stem[i / (5 * 49) * 49 + i % 49] / 5, stemInflated[i]);
        }
        assertThrows(CheckpointException.class, () -> Transfer.from(save(TSN, NAMES), i3d, NAMES, 2));
    }

    @Test
    void nonLocalBlocksAreNew() throws IOException {
        NetworkConfig nonLocal = TSN.withNonLocality(
                new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, List.of("layer2.0"), true));
        Map<String, float[]> parameters = parameters(Transfer.from(save(TSN, List.of()), nonLocal, NAMES, 2).network());
        assertArrayEquals(parameters(nonLocal.build(2)).get("base_model.layer2.0.nl.g.0.weight"),
                parameters.get("base_model.layer2.0.nl.g.0.weight"));
        assertArrayEquals(parameters(TSN.build(1)).get("base_model.layer2.0.conv1.weight"),
                parameters.get("base_model.layer2.0.conv1.weight"));
    }

    @Test
    void opticalFlowReadsTheMeanOfTheColours() throws IOException {
        Transfer flow = Transfer.from(save(TSN, List.of()), TSN.withModality(Modality.FLOW), NAMES, 2);
        Tensor rgb = Tensor.of(parameters(TSN.build(1)).get("base_model.conv1.weight"), 64, 3, 7, 7);
        Tensor conv = Tensor.of(parameters(flow.network()).get("base_model.conv1.weight"), 64, 10, 7, 7);
        for (int channel = 0; channel < 10; channel++) {
            assertEquals((rgb.get(5, 0, 2, 3) + rgb.get(5, 1, 2, 3) + rgb.get(5, 2, 2, 3)) / 3,
                    conv.get(5, channel, 2, 3), 1e-7);
        }
    }

    @Test
    void theNetworkInTheBoxIsAStart() throws IOException {
        PretrainedNetwork box = PretrainedNetwork.gestures();
        NetworkConfig config = box.network().config();
        Transfer same = Transfer.fromGestures(config, box.labels(), 2);
        assertFalse(same.newClassifier());
        assertArrayEquals(parameters(box.network()).get("new_fc.weight"),
                parameters(same.network()).get("new_fc.weight"));
        assertTrue(Transfer.fromGestures(NetworkConfig.tsn(config.backbone(), 8, 2), NAMES.subList(0, 2), 2)
                .newClassifier());
        String message = assertThrows(CheckpointException.class,
                () -> Transfer.fromGestures(TSN, NAMES, 2)).getMessage();
        assertTrue(message.startsWith("gestures.safetensors: cannot start a TSN-resnet18 from it"), message);
    }

    /** Before it learns, the wider network says what the narrower one says, however it shifts. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.35, BIDIRECTIONAL, 8", "0.35, 0.5, ONLINE, 4", "0.35, 1.1, CIRCULANT, 4", "0.25, 0.3, QUARTERS, 4"})
    void aWiderNetworkBeginsAsTheNarrowerOne(double from, double to, ShiftMode mode, int div) throws IOException {
        NetworkConfig narrow = shifted(MobileNetV2Backbone.mit(from), mode, div);
        NetworkConfig wide = shifted(MobileNetV2Backbone.mit(to), mode, div);
        Path file = save(narrow, NAMES);
        Transfer transfer = Transfer.from(file, wide, NAMES, 2);
        assertFalse(transfer.newClassifier());
        TsmNetwork network = transfer.network();
        assertEquals(wide.backbone(), network.config().backbone());
        Tensor clip = noise(4, 3, 32, 32);
        assertArrayEquals(narrow.build(1).forward(clip).data(), network.forward(clip).data(), 1e-4f);
        // The copies of a channel are read by different shares; else they would learn alike forever.
        float[] filters = parameters(network).get("base_model.features.18.0.weight");
        assertEquals(filters.length, IntStream.range(0, filters.length).mapToObj(i -> filters[i]).distinct().count(),
                filters.length / 100.0);
    }

    private static NetworkConfig shifted(MobileNetV2Backbone backbone, ShiftMode mode, int div) {
        NetworkConfig usual = NetworkConfig.tsm(backbone, 4, 3);
        return usual.withShifting(usual.shifting().withShift(mode.shift(div)));
    }

    private static Tensor noise(int... shape) {
        Tensor x = Tensor.zeros(shape);
        Random random = new Random(3);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    /** With a classifier for other classes, and by torchvision's rule of widths, where the stem is wider as well. */
    @Test
    void theRestIsWidenedWhereTheClassesAreOthers() throws IOException {
        NetworkConfig narrow = NetworkConfig.tsn(MobileNetV2Backbone.torchvision(0.5), 4, 3);
        NetworkConfig wide = NetworkConfig.tsn(MobileNetV2Backbone.torchvision(0.75), 4, 5);
        Path file = save(narrow, NAMES);
        Transfer transfer = Transfer.from(file, wide, List.of(), 2);
        assertTrue(transfer.newClassifier());
        Transfer same = Transfer.from(file, NetworkConfig.tsn(wide.backbone(), 4, 3), NAMES, 2);
        Tensor clip = noise(4, 3, 32, 32);
        assertArrayEquals(narrow.build(1).forward(clip).data(), same.network().forward(clip).data(), 1e-4f);
        assertArrayEquals(parameters(same.network()).get("base_model.features.0.0.weight"),
                parameters(transfer.network()).get("base_model.features.0.0.weight"));
    }

    @Test
    void aNarrowerNetworkIsNotMade() throws IOException {
        Path file = save(NetworkConfig.tsm(MobileNetV2Backbone.mit(0.5), 4, 3), NAMES);
        NetworkConfig narrower = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3);
        String message = assertThrows(CheckpointException.class,
                () -> Transfer.from(file, narrower, NAMES, 2)).getMessage();
        assertTrue(message.contains("of another shape"), message);
    }

    @Test
    void anotherBackboneIsRefused() throws IOException {
        Path file = save(TSN, List.of());
        String message = assertThrows(CheckpointException.class, () -> Transfer.from(
                file, NetworkConfig.tsm(new ResNetBackbone(50), 4, 3), List.of(), 2)).getMessage();
        assertTrue(message.startsWith(file + ": cannot start a TSM-resnet50 from it")
                && message.contains("of another shape"), message);
        Path text = Files.writeString(folder.resolve("text.pth"), "no checkpoint");
        assertThrows(CheckpointException.class, () -> Transfer.from(text, TSN, List.of(), 2));
    }
}
