package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.architecture.KeyNames;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.checkpoint.KeyMap;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig.Assumption;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From files to networks that compute what was saved, whoever named the parameters. */
class PretrainedNetworkTest {

    private static final int SIZE = 32;

    @TempDir
    private Path folder;

    static Stream<Arguments> exports() {
        NetworkConfig resNet = NetworkConfig.tsm(new ResNetBackbone(50), 4, 6);
        NetworkConfig mobileNet = NetworkConfig.tsm(MobileNetV2Backbone.mit(1), 4, 6);
        NetworkConfig nonLocal = resNet.withNonLocality(
                new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, new ResNetBackbone(50).nonLocalBlocks(), false));
        NetworkConfig gaussian = resNet.withNonLocality(
                new NonLocality(NonLocal.Mode.GAUSSIAN, new ResNetBackbone(50).nonLocalBlocks(), false));
        NetworkConfig inPlace = NetworkConfig.tsn(new ResNetBackbone(18), 4, 6).withShifting(new Shifting(
                Shifting.Place.BLOCK, resNet.shifting().shift(),
                new ResNetBackbone(18).shiftedBlocks(Shifting.Place.BLOCK)));
        return Stream.of(
                Arguments.of(resNet, KeyFamily.MIT, "module."),
                Arguments.of(resNet, KeyFamily.MMACTION2, ""),
                Arguments.of(resNet.withTemporalPool(), KeyFamily.MIT, ""),
                Arguments.of(resNet.withTemporalPool(), KeyFamily.MMACTION2, ""),
                Arguments.of(NetworkConfig.tsm(new ResNetBackbone(101), 4, 6), KeyFamily.MMACTION2, "module."),
                Arguments.of(nonLocal, KeyFamily.MMACTION2, ""),
                Arguments.of(gaussian, KeyFamily.MMACTION2, ""),
                Arguments.of(inPlace, KeyFamily.MIT, ""),
                Arguments.of(inPlace, KeyFamily.MMACTION2, ""),
                Arguments.of(mobileNet, KeyFamily.MIT, ""),
                Arguments.of(mobileNet, KeyFamily.MMACTION2, "model."),
                Arguments.of(NetworkConfig.online(MobileNetV2Backbone.mit(1), 4, 6), KeyFamily.ONLINE_DEMO, ""),
                Arguments.of(NetworkConfig.tsn(new ResNetBackbone(18), 4, 1000), KeyFamily.TORCHVISION, ""),
                Arguments.of(NetworkConfig.tsn(MobileNetV2Backbone.torchvision(0.5), 4, 1000), KeyFamily.TORCHVISION,
                        ""),
                Arguments.of(NetworkConfig.tsn(MobileNetV2Backbone.mit(0.75), 4, 1000), KeyFamily.TONYLINS, ""));
    }

    @ParameterizedTest
    @MethodSource("exports")
    void everyFamilyLoadsToTheSameLogits(NetworkConfig config, KeyFamily family, String prefix) throws IOException {
        TsmNetwork network = config.build(new FillRule());
        Path file = folder.resolve("export.safetensors");
        Checkpoint.writeSafetensors(file, renamed(network, family, prefix), Map.of());
        PretrainedNetwork loaded =
                PretrainedNetwork.load(file, new PretrainedNetwork.Overrides(config.segments(), null, null));
        assertEquals(config, loaded.network().config());
        assertEquals(family, loaded.family());
        assertEquals(List.of(), loaded.ignored());
        assertEquals(family == KeyFamily.MMACTION2 ? Flavour.MMACTION2 : Flavour.MIT, loaded.flavour());
        assertSameLogits(network, loaded.network());
    }

    private static Map<String, Tensor> renamed(TsmNetwork network, KeyFamily family, String prefix) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        KeyNames keys = Architectures.KNOWN.named(network.config().backbone().name()).orElseThrow().keys();
        Map<String, String> names = KeyMap.rename(keys, family, network.parameters().stream().map(Parameter::name).toList());
        network.parameters().forEach(parameter ->
                tensors.put(prefix + names.get(parameter.name()), parameter.tensor()));
        return tensors;
    }

    private static void assertSameLogits(TsmNetwork expected, TsmNetwork actual) {
        NetworkConfig config = expected.config();
        Tensor clip = FillRule.fill("clip", 2, 0, 1, config.segments() * config.channels(), SIZE, SIZE);
        assertArrayEquals(expected.forward(clip).data(), actual.forward(clip).data());
    }

    @Test
    void aSavedNetworkNeedsNoDescription() throws IOException {
        NetworkConfig online = NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 5, 3);
        Path first = folder.resolve("first.safetensors");
        Path second = folder.resolve("second.safetensors");
        Checkpoint.writeSafetensors(first, renamed(online.build(new FillRule()), KeyFamily.MIT, ""), Map.of());
        PretrainedNetwork loaded = PretrainedNetwork.load(first, new PretrainedNetwork.Overrides(5, 8, ShiftMode.ONLINE))
                .withLabels(List.of("a", "b c", "ü"));
        loaded.save(second);
        PretrainedNetwork again = PretrainedNetwork.load(second);
        assertEquals(online, again.network().config());
        assertEquals(List.of("a", "b c", "ü"), again.labels());
        assertEquals(Set.of(), again.assumed());
        assertEquals(EnumSet.allOf(Assumption.class), PretrainedNetwork.load(first).assumed());
        assertSameLogits(loaded.network(), again.network());
    }

    static Stream<Shift> shifts() {
        return Stream.concat(Arrays.stream(ShiftMode.values()).map(mode -> mode.shift(null)),
                Stream.of(new Shift(3, 0, +1, Shift.Boundary.CIRCULANT), new Shift(5, -1, +1, Shift.Boundary.ZERO)));
    }

    @ParameterizedTest
    @MethodSource("shifts")
    void aSavedNetworkKeepsItsWholeShift(Shift shift) throws IOException {
        NetworkConfig tsm = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3);
        NetworkConfig config = tsm.withShifting(tsm.shifting().withShift(shift));
        for (String name : List.of("net.safetensors", "net.pth")) {
            Path file = folder.resolve(name);
            PretrainedNetwork.of(config.build(new FillRule()), Flavour.MIT, List.of(), 64).save(file);
            PretrainedNetwork loaded = PretrainedNetwork.load(file);
            assertEquals(config, loaded.network().config());
            assertEquals(Set.of(), loaded.assumed());
        }
    }

    @Test
    void olderFilesSayTheDirectionOnly() throws IOException {
        TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 8, 3).build(new FillRule());
        Path file = folder.resolve("old.safetensors");
        Checkpoint.writeSafetensors(file, renamed(network, KeyFamily.MIT, ""), Map.of("shift_direction", "past", "shift_div", "4"));
        assertEquals(Shift.unidirectional(4), PretrainedNetwork.load(file).network().config().shifting().shift());
        Checkpoint.writeSafetensors(file, renamed(network, KeyFamily.MIT, ""), Map.of("shift_direction", "sideways"));
        assertMessage(file, "shift_direction", "sideways");
        Checkpoint.writeSafetensors(file, renamed(network, KeyFamily.MIT, ""), Map.of("shift_first", "2", "shift_second", "0"));
        assertMessage(file, "shift_first: expected a number from -1 to 1, found \"2\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.pth", "net.PT", "net.pth.tar"})
    void inPytorchsFormatItHasTheNamesOfTheOriginalCode(String name) throws IOException {
        NetworkConfig config = NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 5, 3);
        PretrainedNetwork made = PretrainedNetwork.of(
                config.build(new FillRule()), Flavour.MMACTION2, List.of("a", "b c", "ü"), 96);
        Path file = folder.resolve(name);
        made.save(file);
        PretrainedNetwork again = PretrainedNetwork.load(file);
        assertEquals(Checkpoint.Format.PYTORCH_ZIP, again.format());
        assertEquals(config, again.network().config());
        assertEquals(made.labels(), again.labels());
        assertEquals(made.metadata(), again.metadata());
        assertEquals(List.of(), again.ignored());
        assertSameLogits(made.network(), again.network());
    }

    @Test
    void inPytorchsFormatItHasEveryNameAndNumberOfTheOriginalFile() throws IOException {
        Path original = Shared.path("models/tsm_mbv2_utd27_zip.pth");
        Path copy = folder.resolve("copy.pth");
        PretrainedNetwork.load(original).save(copy);
        try (Checkpoint expected = Checkpoint.open(original); Checkpoint written = Checkpoint.open(copy)) {
            assertEquals(expected.tensors(), written.tensors());
            assertEquals("mobilenetv2", written.metadata().get("arch"));
            for (TensorInfo tensor : expected.tensors()) {
                if (!tensor.name().endsWith("num_batches_tracked")) {
                    assertArrayEquals(expected.tensor(tensor.name()).data(), written.tensor(tensor.name()).data());
                }
            }
        }
    }

    @Test
    void publishedFileNamesTellWhatParametersCannot() throws IOException {
        TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 8, 3).build(new FillRule());
        Path mit = Files.createDirectories(folder.resolve("TSM_RGB_shift_segment3_models"))
                .resolve("TSM_kinetics_RGB_mobilenetv2_shift4_blockres_avg_segment16_e100_dense.pth");
        Checkpoint.writeSafetensors(mit, renamed(network, KeyFamily.MIT, ""), Map.of());
        NetworkConfig config = PretrainedNetwork.load(mit).network().config();
        assertEquals(16, config.segments());
        assertEquals(4, config.shifting().shift().div());
        assertEquals(Set.of(), PretrainedNetwork.load(mit).assumed());

        NonLocality nonLocality = new NonLocality(NonLocal.Mode.DOT_PRODUCT, List.of("layer2.0"), false);
        TsmNetwork dot = NetworkConfig.tsm(new ResNetBackbone(18), 8, 3).withNonLocality(nonLocality)
                .build(new FillRule());
        Path mmaction = folder.resolve("tsm_nl_dot_product_r50_320p_1x1x4_50e_kinetics400_rgb_20200724-d8ad84d2.pth");
        Checkpoint.writeSafetensors(mmaction, renamed(dot, KeyFamily.MMACTION2, ""), Map.of());
        config = PretrainedNetwork.load(mmaction).network().config();
        assertEquals(4, config.segments());
        assertEquals(nonLocality, config.nonLocality());
        Path later =
                folder.resolve("tsm_imagenet-pretrained-r50-nl-dot-product_8xb16-1x1x16-50e_kinetics400-rgb_2022.pth");
        Files.copy(mmaction, later);
        config = PretrainedNetwork.load(later).network().config();
        assertEquals(16, config.segments());
        assertEquals(nonLocality, config.nonLocality());
    }

    @Test
    void whatDoesNotFitIsReportedAsAShortDifference() throws IOException {
        TsmNetwork network = NetworkConfig.tsm(new ResNetBackbone(18), 4, 6).build(new FillRule());
        Map<String, Tensor> tensors = renamed(network, KeyFamily.MIT, "");
        tensors.put("base_model.layer1.0.extra.weight", Tensor.zeros(1));
        tensors.put("optimizer.lr", Tensor.zeros(1));
        Path file = folder.resolve("a.safetensors");
        Checkpoint.writeSafetensors(file, tensors, Map.of());
        assertEquals(List.of("base_model.layer1.0.extra.weight", "optimizer.lr"), PretrainedNetwork.load(file).ignored());

        tensors.remove("base_model.layer2.0.bn1.bias");
        tensors.put("base_model.layer1.0.conv2.weight", Tensor.zeros(64, 4, 3, 3));
        Checkpoint.writeSafetensors(file, tensors, Map.of());
        assertMessage(file, "base_model.layer1.0.conv2.weight expected [64, 64, 3, 3], found [64, 4, 3, 3]",
                "1 missing (base_model.layer2.0.bn1.bias)");

        tensors.remove("new_fc.weight");
        Checkpoint.writeSafetensors(file, tensors, Map.of());
        assertMessage(file, "classifier");

        Checkpoint.writeSafetensors(file, Map.of("new_fc.weight", Tensor.zeros(2, 3), "x", Tensor.zeros(2)), Map.of());
        assertMessage(file, "none of ResNet, ResNeXt, I3D, R(2+1)D, MobileNetV2");

        Checkpoint.writeSafetensors(file, renamed(network, KeyFamily.MIT, ""), Map.of("segments", "1e9"));
        assertMessage(file, "segments", "1e9");
    }

    private static void assertMessage(Path file, String... parts) {
        String message = assertThrows(CheckpointException.class, () -> PretrainedNetwork.load(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        assertEquals(1, message.lines().count());
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void labelsMustBeOneForEachClass() throws IOException {
        Path labels = folder.resolve("labels.txt");
        Files.writeString(labels, "swipe left\nswipe right\n\n");
        assertEquals(List.of("swipe left", "swipe right"), Labels.read(labels, 2));
        String message = assertThrows(IOException.class, () -> Labels.read(labels, 27)).getMessage();
        assertTrue(message.contains("27") && message.contains("2"), message);
        Files.write(labels, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertTrue(assertThrows(IOException.class, () -> Labels.read(labels, 1)).getMessage().contains("UTF-8"));
    }

    @Test
    void reallyTrainedNetworkOnLosslessFrames() throws IOException {
        JsonObject golden = Shared.json("goldens/real_tsm_mbv2_utd27.json").getAsJsonObject();
        Path converted = folder.resolve("converted.safetensors");
        PretrainedNetwork legacy = PretrainedNetwork.load(Shared.path("models/tsm_mbv2_utd27.pth.tar"));
        legacy.save(converted);
        List<PretrainedNetwork> files = List.of(legacy,
                PretrainedNetwork.load(Shared.path("models/tsm_mbv2_utd27_zip.pth")),
                PretrainedNetwork.load(converted));
        for (Map.Entry<String, JsonElement> clip : golden.getAsJsonObject("lossless").entrySet()) {
            JsonObject expected = clip.getValue().getAsJsonObject();
            List<float[]> logits = new ArrayList<>();
            for (PretrainedNetwork file : files) {
                VideoClassifier classifier = new VideoClassifier(file,
                        VideoClassifier.Settings.EFFICIENT.withSize(128));
                logits.add(classifier.classify(Shared.path(expected.get("frames").getAsString())).logits());
            }
            assertArrayEquals(logits.get(0), logits.get(1));
            assertArrayEquals(logits.get(0), logits.get(2));
            JsonArray values = expected.getAsJsonArray("logits");
            double largest = values.asList().stream().mapToDouble(value -> Math.abs(value.getAsDouble())).max()
                    .orElse(0);
            for (int i = 0; i < values.size(); i++) {
                assertEquals(values.get(i).getAsDouble(), logits.getFirst()[i], 1e-5 * largest);
            }
        }
    }
}
