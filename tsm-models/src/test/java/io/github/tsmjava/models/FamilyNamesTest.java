package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.architecture.ParameterShapes;
import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.R2Plus1dBackbone;
import io.github.tsmjava.models.backbone.ResNeXtBackbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files under the names of other codes, compared with names and shapes that are written down here once more, as the
 * codes themselves make them.
 */
class FamilyNamesTest {

    private static final int CLASSES = 7;

    @TempDir
    private Path folder;

    /** Names and shapes as a code's own state_dict has them. */
    private static final class Table {

        final Map<String, List<Integer>> shapes = new TreeMap<>();

        void conv(String name, Integer... shape) {
            shapes.put(name + ".weight", List.of(shape));
        }

        void norm(String name, int channels) {
            for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
                shapes.put(name + "." + part, List.of(channels));
            }
            shapes.put(name + ".num_batches_tracked", List.of());
        }

        void linear(String name, int features) {
            shapes.put(name + ".weight", List.of(CLASSES, features));
            shapes.put(name + ".bias", List.of(CLASSES));
        }
    }

    private static Table mmaction2ResNet50() {
        Table table = new Table();
        table.conv("backbone.conv1.conv", 64, 3, 7, 7);
        table.norm("backbone.conv1.bn", 64);
        int[] blocks = {3, 4, 6, 3};
        int in = 64;
        for (int stage = 0; stage < 4; stage++) {
            int planes = 64 << stage;
            for (int block = 0; block < blocks[stage]; block++) {
                String name = "backbone.layer" + (stage + 1) + "." + block;
                table.conv(name + ".conv1.conv.net", planes, in, 1, 1);
                table.conv(name + ".conv2.conv", planes, planes, 3, 3);
                table.conv(name + ".conv3.conv", 4 * planes, planes, 1, 1);
                table.norm(name + ".conv1.bn", planes);
                table.norm(name + ".conv2.bn", planes);
                table.norm(name + ".conv3.bn", 4 * planes);
                if (block == 0) {
                    table.conv(name + ".downsample.conv", 4 * planes, in, 1, 1);
                    table.norm(name + ".downsample.bn", 4 * planes);
                }
                in = 4 * planes;
            }
        }
        table.linear("cls_head.fc_cls", 2048);
        return table;
    }

    private static Table torchvisionResNeXt50() {
        Table table = new Table();
        table.conv("conv1", 64, 3, 7, 7);
        table.norm("bn1", 64);
        int[] blocks = {3, 4, 6, 3};
        int in = 64;
        for (int stage = 0; stage < 4; stage++) {
            int width = 128 << stage;
            for (int block = 0; block < blocks[stage]; block++) {
                String name = "layer" + (stage + 1) + "." + block;
                table.conv(name + ".conv1", width, in, 1, 1);
                table.conv(name + ".conv2", width, width / 32, 3, 3);
                table.conv(name + ".conv3", 2 * width, width, 1, 1);
                table.norm(name + ".bn1", width);
                table.norm(name + ".bn2", width);
                table.norm(name + ".bn3", 2 * width);
                if (block == 0) {
                    table.conv(name + ".downsample.0", 2 * width, in, 1, 1);
                    table.norm(name + ".downsample.1", 2 * width);
                }
                in = 2 * width;
            }
        }
        table.linear("fc", 2048);
        return table;
    }

    /** Of the online demo, which does not say what it shifts. */
    private static Table demoMobileNetV2() {
        Table table = new Table();
        table.conv("features.0.0", 32, 3, 3, 3);
        table.norm("features.0.1", 32);
        int[][] groups = {{1, 16, 1}, {6, 24, 2}, {6, 32, 3}, {6, 64, 4}, {6, 96, 3}, {6, 160, 3}, {6, 320, 1}};
        int in = 32;
        int feature = 1;
        for (int[] group : groups) {
            for (int i = 0; i < group[2]; i++, feature++) {
                String name = "features." + feature + ".conv.";
                int hidden = in * group[0];
                int at = 0;
                if (group[0] > 1) {
                    table.conv(name + "0", hidden, in, 1, 1);
                    table.norm(name + "1", hidden);
                    at = 3;
                }
                table.conv(name + at, hidden, 1, 3, 3);
                table.norm(name + (at + 1), hidden);
                table.conv(name + (at + 3), group[1], hidden, 1, 1);
                table.norm(name + (at + 4), group[1]);
                in = group[1];
            }
        }
        table.conv("features.18.0", 1280, 320, 1, 1);
        table.norm("features.18.1", 1280);
        table.linear("classifier", 1280);
        return table;
    }

    private void assertWritten(NetworkConfig config, KeyFamily family, Table expected) throws IOException {
        PretrainedNetwork model = PretrainedNetwork.of(config.build(4), Flavour.MIT, List.of(), 64);
        Path file = folder.resolve("written.pth");
        model.save(file, family);
        Map<String, List<Integer>> written = new TreeMap<>();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (TensorInfo tensor : checkpoint.tensors()) {
                written.put(tensor.name(), tensor.shape());
            }
        }
        assertEquals(expected.shapes, written);
        assertSame(model, file, family);
    }

    private static void assertSame(PretrainedNetwork model, Path file, KeyFamily family) throws IOException {
        PretrainedNetwork again = PretrainedNetwork.load(file);
        assertEquals(family, again.family());
        assertEquals(model.network().config(), again.network().config());
        assertEquals(List.of(), again.ignored());
        int segments = model.network().config().segments();
        Tensor clip = FillRule.fill("clip", 2, 0, 1, segments * 3, 40, 40);
        assertArrayEquals(model.network().forward(clip).data(), again.network().forward(clip).data());
    }

    @Test
    void mmaction2sResNet() throws IOException {
        assertWritten(NetworkConfig.tsm(new ResNetBackbone(50), 2, CLASSES), KeyFamily.MMACTION2, mmaction2ResNet50());
    }

    /** In MMAction2 a non-local block does not change the names of the block in front of it. */
    @Test
    void mmaction2sI3d() throws IOException {
        I3dBackbone backbone = new I3dBackbone(50, false);
        NetworkConfig nonLocal = NetworkConfig.tsn(backbone, 8, CLASSES).withNonLocality(
                new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, backbone.nonLocalBlocks(), false));
        for (NetworkConfig config : List.of(nonLocal, NetworkConfig.tsn(new I3dBackbone(50, true), 8, CLASSES))) {
            PretrainedNetwork model = PretrainedNetwork.of(config.build(4), Flavour.MMACTION2, List.of(), 64);
            Path file = folder.resolve("i3d.pth");
            for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.MMACTION2)) {
                model.save(file, family);
                assertSame(model, file, family);
            }
            assertThrows(IllegalArgumentException.class, () -> model.save(file, KeyFamily.TORCHVISION));
        }
    }

    @Test
    void torchvisionsR2Plus1d() throws IOException {
        PretrainedNetwork model = PretrainedNetwork.of(
                NetworkConfig.tsn(new R2Plus1dBackbone(), 4, CLASSES).build(4), Flavour.MIT, List.of(), 64);
        Path file = folder.resolve("r2plus1d.pth");
        for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.TORCHVISION)) {
            model.save(file, family);
            assertSame(model, file, family);
        }
        assertThrows(IllegalArgumentException.class, () -> model.save(file, KeyFamily.MMACTION2));
    }

    @Test
    void torchvisionsResNeXt() throws IOException {
        assertWritten(NetworkConfig.tsn(new ResNeXtBackbone(50, 32, 4), 2, CLASSES), KeyFamily.TORCHVISION,
                torchvisionResNeXt50());
    }

    @Test
    void shiftedResNeXtsKeepTheNamesOfTheOriginal() throws IOException {
        NetworkConfig config = NetworkConfig.tsm(new ResNeXtBackbone(50, 32, 4), 1, CLASSES);
        PretrainedNetwork model = PretrainedNetwork.of(config.build(4), Flavour.MIT, List.of(), 64);
        Path file = folder.resolve("resnext.pth");
        model.save(file, KeyFamily.MIT);
        assertSame(model, file, KeyFamily.MIT);
        assertThrows(IllegalArgumentException.class, () -> model.save(file, KeyFamily.MMACTION2));
    }

    @Test
    void everyResNeXtIsRecognised() {
        for (ResNeXtBackbone backbone : ResNeXtBackbone.PUBLISHED) {
            Map<String, List<Integer>> shapes = new TreeMap<>();
            NetworkConfig.tsm(backbone, 1, CLASSES).build((name, role, shape) -> {
                shapes.put(name, Arrays.stream(shape).boxed().toList());
                return Tensor.zeros(shape);
            });
            assertEquals(backbone, Architectures.KNOWN.named(backbone.name()).orElseThrow()
                    .recognise(new ParameterShapes(shapes)).backbone());
        }
    }

    @Test
    void theDemosMobileNet() throws IOException {
        assertWritten(NetworkConfig.online(MobileNetV2Backbone.mit(1), 2, CLASSES), KeyFamily.ONLINE_DEMO,
                demoMobileNetV2());
    }

    @ParameterizedTest
    @ValueSource(strings = {"net.pth", "net.safetensors"})
    void bothFormatsOfEveryFamilyAreReadAgain(String name) throws IOException {
        Path file = folder.resolve(name);
        for (NetworkConfig config : List.of(NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, CLASSES),
                NetworkConfig.tsm(new ResNetBackbone(18), 2, CLASSES).withTemporalPool())) {
            PretrainedNetwork model = PretrainedNetwork.of(config.build(4), Flavour.MIT,
                    List.of("a", "b", "c", "d", "e", "f",
                    "g"), 64);
            for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.MMACTION2)) {
                model.save(file, family);
                assertSame(model, file, family);
            }
        }
        PretrainedNetwork tsn = PretrainedNetwork.of(
                NetworkConfig.tsn(new ResNetBackbone(18), 2, CLASSES).build(4), Flavour.MIT, List.of(), 64);
        tsn.save(file, KeyFamily.TORCHVISION);
        assertSame(tsn, file, KeyFamily.TORCHVISION);
    }

    @ParameterizedTest
    @CsvSource({"TORCHVISION, expected a TSN", "ONLINE_DEMO, from the past", "TONYLINS, are not written"})
    void whatAFamilyCannotHoldIsRefused(KeyFamily family, String expected) throws IOException {
        PretrainedNetwork model =
                PretrainedNetwork.of(NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, CLASSES).build(4),
                Flavour.MIT, List.of(), 64);
        String message = assertThrows(IllegalArgumentException.class,
                () -> model.save(folder.resolve("x.pth"), family)).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
