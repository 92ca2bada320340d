package io.github.tsmjava.models.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyMapTest {

    private static final long SEED = 20190322;

    private static List<TensorInfo> named(String... names) {
        return named(List.of(names));
    }

    private static List<TensorInfo> named(Collection<String> names) {
        return names.stream().map(name -> new TensorInfo(name, DType.F32, 1)).toList();
    }

    /** The names in another family, for the backbone that they tell. */
    static Map<String, String> rename(KeyFamily family, Collection<String> canonical) {
        Architecture told = map(named(canonical)).architecture();
        return KeyMap.rename((told == null ? Architectures.KNOWN.named("resnet18").orElseThrow() : told).keys(), family, canonical);
    }

    private static KeyMap map(List<TensorInfo> tensors) {
        return KeyMap.of(tensors, Architectures.KNOWN);
    }

    private static List<String> golden(String name) {
        return GoldenNames.stateDict(name).stream().map(TensorInfo::name).toList();
    }

    /** Every canonical name, given the file's names of a family, must come back. */
    private static void assertRoundTrip(KeyFamily family, List<String> canonical, String prefix) {
        Map<String, String> renamed = rename(family, canonical);
        int classes = family == KeyFamily.TONYLINS ? 1000 : 400;
        KeyMap map = map(renamed.values().stream()
                .map(name -> new TensorInfo(prefix + name, DType.F32, classes)).toList());
        assertEquals(family, map.family());
        assertEquals(List.of(), map.unknown());
        Map<String, String> expected = new LinkedHashMap<>();
        renamed.forEach((ours, theirs) -> expected.put(ours, prefix + theirs));
        assertEquals(new ArrayList<>(expected.entrySet()), new ArrayList<>(map.toFileNames().entrySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tsm_mobilenetv2_8f_224", "tsm_resnet18_8f_64", "tsm_resnet50_8f_224",
        "tsm_resnet50_8f_block_64", "tsm_resnet50_8f_flow_64", "tsm_resnet50_8f_nl_64", "tsm_resnet50_8f_tpool_64",
        "tsn_resnet50_8f_64"})
    void everyGoldenNetworkRoundTrips(String golden) {
        for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.MMACTION2)) {
            for (String prefix : List.of("", "module.", "model.")) {
                assertRoundTrip(family, golden(golden), prefix);
            }
        }
    }

    /** Nothing but the shape of grouped filters tells a ResNeXt from a ResNet. */
    @Test
    void resNeXtIsToldByItsGroups() {
        List<TensorInfo> file = GoldenNames.stateDict("rival_tsm_resnext50_32x4d_8f_64");
        KeyMap map = map(file);
        assertEquals("ResNeXt", map.architecture().title());
        assertEquals(KeyFamily.MIT, map.family());
        assertEquals(List.of(), map.unknown());
        assertEquals("resnext50_32x4d", map.architecture().recognise(map.shapes(file)).backbone().name());
        List<TensorInfo> plain = file.stream().map(tensor -> new TensorInfo(
                tensor.name().replace("base_model.", "").replace(".net.", ".").replace("new_fc", "fc"), tensor.dtype(),
                tensor.shape())).toList();
        assertEquals(KeyFamily.TORCHVISION, map(plain).family());
        assertEquals(List.of(), map(plain).unknown());
        assertEquals("ResNet", map(GoldenNames.stateDict("tsn_resnet50_8f_64")).architecture().title());
    }

    @ParameterizedTest
    @CsvSource({"rival_i3d_resnet50_32f_64, i3d_resnet50", "rival_i3d_heavy_resnet50_8f_64, i3d_heavy_resnet50",
        "rival_i3d_resnet50_nl_embedded_gaussian_16f_64, i3d_resnet50"})
    void i3dIsToldByItsAxes(String golden, String backbone) {
        List<TensorInfo> file = GoldenNames.stateDict(golden);
        KeyMap map = map(file);
        assertEquals(KeyFamily.MMACTION2, map.family());
        assertEquals(List.of(), map.unknown());
        assertEquals(backbone, map.architecture().recognise(map.shapes(file)).backbone().name());
        Map<String, String> again =
                KeyMap.rename(map.architecture().keys(), KeyFamily.MMACTION2, map.toFileNames().keySet());
        assertEquals(map.toFileNames(), again);
    }

    @Test
    void r2Plus1dHasTorchvisionsNames() {
        List<TensorInfo> file = GoldenNames.stateDict("rival_r2plus1d_18_16f_64");
        KeyMap map = map(file);
        assertEquals(KeyFamily.TORCHVISION, map.family());
        assertEquals(List.of(), map.unknown());
        assertEquals("r2plus1d_18", map.architecture().recognise(map.shapes(file)).backbone().name());
        assertEquals(map.toFileNames(),
                KeyMap.rename(map.architecture().keys(), KeyFamily.TORCHVISION, map.toFileNames().keySet()));
    }

    @Test
    void onlineNetworkHasTheNamesOfItsShifts() {
        List<String> offline = golden("tsm_mobilenetv2_8f_224");
        List<String> online = golden("online_mobilenetv2_224");
        assertEquals(online, List.copyOf(rename(KeyFamily.ONLINE_DEMO, offline).values()));
        KeyMap map = map(GoldenNames.stateDict("online_mobilenetv2_224"));
        assertEquals(KeyFamily.ONLINE_DEMO, map.family());
        assertEquals(List.of(), map.unknown());
        assertEquals(offline, List.copyOf(map.toFileNames().keySet()));
        assertEquals("features.3.conv.0.weight", map.toFileNames().get("base_model.features.3.conv.0.net.weight"));
    }

    @Test
    void imageNetFilesAreToldFromTheDemoByTheirClasses() {
        List<String> plain = golden("tsm_mobilenetv2_8f_224").stream().map(name -> name.replace(".net.", ".")).toList();
        assertRoundTrip(KeyFamily.TONYLINS, plain, "");
        assertRoundTrip(KeyFamily.TONYLINS, plain, "module.");
        assertRoundTrip(KeyFamily.TORCHVISION, plain, "");
        assertEquals(KeyFamily.ONLINE_DEMO, map(named("features.0.0.weight", "classifier.weight")).family());
    }

    @Test
    void torchvisionResNet() {
        List<String> plain = golden("tsn_resnet50_8f_64");
        assertRoundTrip(KeyFamily.TORCHVISION, plain, "");
        assertEquals("fc.bias", rename(KeyFamily.TORCHVISION, plain).get("new_fc.bias"));
    }

    @Test
    void resNet101ShiftsEveryOtherBlock() {
        List<String> names = new ArrayList<>(List.of("base_model.conv1.weight", "base_model.bn1.weight"));
        int[] blocks = {3, 4, 23, 3};
        for (int layer = 1; layer <= 4; layer++) {
            for (int block = 0; block < blocks[layer - 1]; block++) {
                String prefix = "base_model.layer%d.%d.".formatted(layer, block);
                names.add(prefix + (block % 2 == 0 ? "conv1.net.weight" : "conv1.weight"));
                names.add(prefix + "bn1.running_mean");
            }
        }
        assertRoundTrip(KeyFamily.MMACTION2, names, "");
        assertEquals(18, names.stream().filter(name -> name.endsWith(".net.weight")).count());
    }

    /** Appendices of the published state_dicts: canonical, MMAction2 and torchvision names. */
    @ParameterizedTest
    @CsvSource({
        "conv1.weight, conv1.conv.weight, conv1.weight",
        "layer1.0.bn2.running_var, layer1.0.conv2.bn.running_var, layer1.0.bn2.running_var",
        "layer3.5.conv3.weight, layer3.5.conv3.conv.weight, layer3.5.conv3.weight",
        "layer4.0.downsample.0.weight, layer4.0.downsample.conv.weight, layer4.0.downsample.0.weight",
        "layer4.0.downsample.1.bias, layer4.0.downsample.bn.bias, layer4.0.downsample.1.bias",
        "features.0.1.weight, conv1.bn.weight, features.0.1.weight",
        "features.1.conv.0.weight, layer1.0.conv.0.conv.weight, features.1.conv.0.0.weight",
        "features.1.conv.3.weight, layer1.0.conv.1.conv.weight, features.1.conv.1.weight",
        "features.1.conv.4.bias, layer1.0.conv.1.bn.bias, features.1.conv.2.bias",
        "features.7.conv.1.bias, layer4.0.conv.0.bn.bias, features.7.conv.0.1.bias",
        "features.13.conv.3.weight, layer5.2.conv.1.conv.weight, features.13.conv.1.0.weight",
        "features.16.conv.4.bias, layer6.2.conv.1.bn.bias, features.16.conv.1.1.bias",
        "features.17.conv.6.weight, layer7.0.conv.2.conv.weight, features.17.conv.2.weight",
        "features.17.conv.7.bias, layer7.0.conv.2.bn.bias, features.17.conv.3.bias",
        "features.18.0.weight, conv2.conv.weight, features.18.0.weight"})
    void namesInOtherSchemes(String canonical, String mmaction2, String torchvision) {
        String ours = "base_model." + canonical;
        List<String> network = List.of(ours);
        assertEquals(Map.of(ours, "backbone." + mmaction2), rename(KeyFamily.MMACTION2, network));
        assertEquals(Map.of(ours, torchvision), rename(KeyFamily.TORCHVISION, network));
    }

    @ParameterizedTest
    @CsvSource({
        "backbone.layer1.0.conv1.conv.net.weight, layer1.0.conv1.net.weight",
        "backbone.layer1.0.net.conv1.conv.weight, layer1.0.net.conv1.weight",
        "backbone.layer2.net.0.conv1.conv.net.weight, layer2.net.0.conv1.net.weight",
        "backbone.layer2.0.block.conv1.conv.net.weight, layer2.0.block.conv1.net.weight",
        "backbone.layer2.0.block.net.conv1.conv.weight, layer2.0.block.net.conv1.weight",
        "backbone.layer2.0.non_local_block.g.0.conv.weight, layer2.0.nl.g.0.weight",
        "backbone.layer3.4.non_local_block.theta.conv.bias, layer3.4.nl.theta.bias",
        "backbone.layer3.4.non_local_block.phi.0.conv.bias, layer3.4.nl.phi.0.bias",
        "backbone.layer3.4.non_local_block.conv_out.conv.weight, layer3.4.nl.W.0.weight",
        "backbone.layer3.4.non_local_block.conv_out.bn.running_mean, layer3.4.nl.W.1.running_mean"})
    void wrappersOfMmaction2(String original, String canonical) {
        KeyMap map = map(named("backbone.conv1.conv.weight", original));
        assertEquals(KeyFamily.MMACTION2, map.family());
        assertEquals(original, map.toFileNames().get("base_model." + canonical));
    }

    @Test
    void shiftedBlockOfMmaction2MobileNet() {
        KeyMap map = map(named("backbone.conv1.conv.weight", "backbone.layer1.0.conv.0.conv.weight",
                "backbone.layer2.1.conv.0.net.conv.weight", "backbone.layer2.1.conv.0.net.bn.bias",
                "backbone.layer2.0.conv.0.bn.bias", "cls_head.fc_cls.bias"));
        assertEquals(List.of("base_model.features.0.0.weight", "base_model.features.1.conv.0.weight",
                "base_model.features.3.conv.0.net.weight", "base_model.features.3.conv.1.bias",
                "base_model.features.2.conv.1.bias", "new_fc.bias"), List.copyOf(map.toFileNames().keySet()));
    }

    @Test
    void bareBackboneOfMmcls() {
        KeyMap map = map(named("conv1.conv.weight", "layer1.0.conv.0.conv.weight", "conv2.bn.bias"));
        assertEquals(KeyFamily.MMACTION2, map.family());
        assertEquals(List.of("base_model.features.0.0.weight", "base_model.features.1.conv.0.weight",
                "base_model.features.18.1.bias"), List.copyOf(map.toFileNames().keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"new_fc", "base_model.fc", "base_model.classifier", "fc", "classifier", "classifier.1",
        "cls_head.fc_cls", "head.fc", "module.new_fc", "module.base_model.classifier", "model.cls_head.fc_cls"})
    void everyHeadIsNewFc(String head) {
        KeyMap map = map(named("base_model.conv1.weight", head + ".weight", head + ".bias"));
        assertEquals(head + ".weight", map.toFileNames().get("new_fc.weight"));
        assertEquals(head + ".bias", map.toFileNames().get("new_fc.bias"));
    }

    @Test
    void whatIsNotUnderstoodIsListed() {
        KeyMap map = map(named("module.base_model.conv1.weight", "base_model.conv1.weight",
                "ema.base_model.x.weight", "base_model.layer1.0.conv1.net.gamma", "base_model.layer5.0.conv1.weight",
                "a.b.base_model.bn1.weight"));
        assertEquals(KeyFamily.MIT, map.family());
        assertEquals(Map.of("base_model.conv1.weight", "module.base_model.conv1.weight"), map.toFileNames());
        assertEquals(5, map.unknown().size());
        KeyMap nothing = map(named("encoder.weight", "", ".", "..", "classifier.weight"));
        assertEquals(KeyFamily.UNKNOWN, nothing.family());
        assertEquals(List.of("encoder.weight", "", ".", "..", "classifier.weight"), nothing.unknown());
        assertEquals(KeyFamily.UNKNOWN, map(List.of()).family());
        assertEquals(KeyFamily.UNKNOWN, map(named("base_model.encoder.block.0.weight")).family());
        assertEquals(KeyFamily.UNKNOWN, map(named("backbone.layer1.0.conv.0.conv.weight.x", "fc.bias")).family());
        assertEquals(KeyFamily.ONLINE_DEMO, map(List.of(new TensorInfo("features.0.0.weight", DType.F32),
                new TensorInfo("classifier.weight", DType.F32))).family());
    }

    @Test
    void namesThatAFamilyCannotSayAreRefused() {
        List<String> shifted = List.of("base_model.layer1.0.conv1.net.weight");
        List<String> blockShifted = List.of("base_model.layer1.0.net.conv2.weight");
        List<String> plain = List.of("base_model.features.3.conv.0.weight");
        assertThrows(IllegalArgumentException.class, () -> rename(KeyFamily.TORCHVISION, shifted));
        assertThrows(IllegalArgumentException.class, () -> rename(KeyFamily.TORCHVISION, blockShifted));
        assertThrows(IllegalArgumentException.class, () -> rename(KeyFamily.ONLINE_DEMO, plain));
        assertThrows(IllegalArgumentException.class, () -> rename(KeyFamily.UNKNOWN, plain));
        assertThrows(IllegalArgumentException.class, () -> rename(KeyFamily.MIT, List.of("encoder.weight")));
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> rename(KeyFamily.TONYLINS, List.of("base_model.features.3.conv.0.net.weight")))
                .getMessage().contains("features.3.conv.0.net.weight"));
    }

    /** Names put together at random from the parts of real ones. */
    @Test
    void anyNamesAreUnderstoodOrListed() {
        List<String> parts = List.of("module", "base_model", "backbone", "features", "layer1", "layer2", "layer7", "0",
                "1", "18",
                "conv", "conv1", "bn1", "net", "block", "nl", "g", "non_local_block", "downsample", "new_fc",
                "cls_head", "classifier", "weight", "bias", "running_var", "", "x");
        Random random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            Set<String> names = new LinkedHashSet<>();
            for (int n = random.nextInt(12); n >= 0; n--) {
                names.add(Stream.generate(() -> parts.get(random.nextInt(parts.size()))).limit(1 + random.nextInt(7))
                        .collect(Collectors.joining(".")));
            }
            KeyMap map = map(named(names));
            Set<String> found = new HashSet<>(map.unknown());
            found.addAll(map.toFileNames().values());
            assertEquals(names, found);
        }
    }
}
