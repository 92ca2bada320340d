package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
