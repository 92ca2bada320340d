package io.github.tsmjava.models.labels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.architecture.KeyNames;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.checkpoint.KeyMap;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LabelSetTest {

    /** Of each class of Jester in the order of its file, the place by name. */
    private static final int[] JESTER = {16, 17, 15, 18, 5, 3, 11, 12, 10, 13, 6, 4, 8, 7, 21, 22, 23, 25, 24, 26, 20,
            19, 9,
        14, 1, 2, 0};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LabelSet.class)
    void everyListIsWholeAndFoundByName(LabelSet set) {
        List<String> labels = set.labels();
        int expected = switch (set) {
            case KINETICS400 -> 400;
            case SOMETHING_V1, SOMETHING_V1_CSV, SOMETHING_V2 -> 174;
            case JESTER, JESTER_CSV -> 27;
            case UCF101 -> 101;
            case HMDB51 -> 51;
            case DIVING48 -> 48;
        };
        assertEquals(expected, labels.size());
        assertEquals(expected, new HashSet<>(labels).size());
        assertTrue(labels.stream().noneMatch(label -> label.isBlank() || !label.equals(label.strip())));
        assertEquals(set, LabelSet.find(set.toString().toUpperCase(java.util.Locale.ROOT)).orElseThrow());
    }

    @Test
    void bothOrdersOfADataSet() {
        List<String> csv = LabelSet.JESTER_CSV.labels();
        List<String> sorted = LabelSet.JESTER.labels();
        assertEquals("Swiping Left", csv.getFirst());
        assertArrayOf(JESTER, IntStream.range(0, 27).map(i -> sorted.indexOf(csv.get(i))).toArray());
        List<String> something = LabelSet.SOMETHING_V1_CSV.labels();
        List<String> byName = LabelSet.SOMETHING_V1.labels();
        assertEquals("Holding something", something.getFirst());
        assertEquals(16, byName.indexOf(something.getFirst()));
        assertEquals(166, byName.indexOf("Turning the camera left while filming something"));
        assertEquals(51, byName.indexOf(something.get(173)));
        assertEquals(something.get(109), byName.get(173));
        assertEquals(LabelSet.SOMETHING_V2.labels(), byName);
    }

    private static void assertArrayOf(int[] expected, int[] actual) {
        assertEquals(Arrays.toString(expected), Arrays.toString(actual));
    }

    @ParameterizedTest
    @CsvSource({
        "TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50.pth, MIT, 400, KINETICS400, its file name",
        "TSM_something_RGB_resnet50_shift8_blockres_avg_segment8_e45.pth, MIT, 174, SOMETHING_V1, its file name",
        "TSM_somethingv2_RGB_resnet101_shift8_blockres_avg_segment8_e45.pth, MIT, 174, SOMETHING_V2, its file name",
        "TSM_jester_RGB_MobileNetV2_shift8_blockres_avg_segment8_e5.pth, MIT, 27, JESTER, its file name",
        "mobilenetv2_jester_online.pth.tar, ONLINE_DEMO, 27, JESTER, its file name",
        "tsm_r50_1x1x8_50e_jester_rgb-c799267e.pth, MMACTION2, 27, JESTER_CSV, its file name",
        "tsm_r50_flip_1x1x8_50e_sthv1_rgb_2021-12596f16.pth, MMACTION2, 174, SOMETHING_V1_CSV, its file name",
        "tsm_r50_256h_1x1x8_50e_sthv2_rgb_20210401-df97f3e1.pth, MMACTION2, 174, SOMETHING_V2, its file name",
        "tsm_k400_pretrained_r50_1x1x8_25e_hmdb51_rgb_2021-10c74ae5.pth, MMACTION2, 51, HMDB51, its file name",
        "tsm_r50_video_1x1x8_50e_diving48_rgb_20210426-aba5aa3d.pth, MMACTION2, 48, DIVING48, its file name",
        "mine.pth, MIT, 400, KINETICS400, its number of classes",
        "mine.pth, MMACTION2, 101, UCF101, its number of classes",
        "TSM_jester_RGB_resnet50_avg_segment8_e2.pth, MIT, 51, HMDB51, its number of classes"})
    void guesses(String name, KeyFamily family, int classes, LabelSet expected, String evidence) {
        assertEquals(new LabelSet.Guess(expected, evidence),
                LabelSet.guess(Path.of(name), family, classes).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"mine.pth, MIT, 27", "mine.pth, MMACTION2, 174", "ajester.pth, MIT, 27",
        "TSM_kinetics_RGB_resnet50_avg_segment8_e2.pth, MIT, 10"})
    void whatIsAmbiguousStaysWithoutNames(String name, KeyFamily family, int classes) {
        assertTrue(LabelSet.guess(Path.of(name), family, classes).isEmpty());
    }

    @Test
    void onlyFilesWithoutOurMetadataGetNames() throws IOException {
        TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.25), 8, 400).build(1);
        Path published = folder.resolve("TSM_kinetics_RGB_mobilenetv2_shift8_blockres_avg_segment8_e100_dense.pth");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        KeyNames keys = Architectures.KNOWN.named(network.config().backbone().name()).orElseThrow().keys();
        Map<String, String> names = KeyMap.rename(keys, KeyFamily.MIT, network.parameters().stream().map(Parameter::name).toList());
        network.parameters().forEach(parameter -> tensors.put(names.get(parameter.name()), parameter.tensor()));
        Checkpoint.writeSafetensors(published, tensors, Map.of());
        PretrainedNetwork loaded = PretrainedNetwork.load(published);
        assertEquals("arm wrestling", loaded.labels().get(6));
        assertEquals("Kinetics-400", loaded.labelGuess().title());
        assertNull(loaded.withLabels(loaded.labels()).labelGuess());

        Path own = folder.resolve("own.safetensors");
        PretrainedNetwork.of(network, Flavour.MIT, List.of(), 64).save(own);
        assertEquals(List.of(), PretrainedNetwork.load(own).labels());
    }

    @Test
    void aFileOfTheNameGoesFirst() throws IOException {
        assertEquals(LabelSet.UCF101.labels(), Labels.read(Path.of("UCF101"), 101));
        IOException missing = assertThrows(IOException.class, () -> Labels.read(Path.of("ucf102")));
        assertTrue(missing.getMessage().contains("something-v1-csv, something-v2, jester"), missing.getMessage());
        Path file = Files.writeString(folder.resolve("ucf101"), "a\nb\n");
        assertEquals(List.of("a", "b"), Labels.read(file));
    }
}
