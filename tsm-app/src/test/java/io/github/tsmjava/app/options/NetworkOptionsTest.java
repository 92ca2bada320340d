package io.github.tsmjava.app.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Which network options ask for. */
class NetworkOptionsTest {

    private static final NetworkConfig BOX = PretrainedNetwork.gestures().network().config();

    private static NetworkOptions options(String line) {
        return CommandLine.populateCommand(new NetworkOptions(), line.isEmpty() ? new String[0] : line.split(" "));
    }

    @Test
    void aNetworkShiftsUnlessToldNotTo() {
        ResNetBackbone backbone = new ResNetBackbone(18);
        NetworkConfig tsm = NetworkConfig.tsm(backbone, 8, 3);
        assertEquals(tsm, options("--arch resnet18").config((Recipe) null, 3));
        assertEquals(tsm, options("--arch resnet18 --shift").config((Recipe) null, 3));
        assertEquals(NetworkConfig.online(backbone, 8, 3),
                options("--arch resnet18 --online").config((Recipe) null, 3));
        assertEquals(NetworkConfig.tsn(backbone, 8, 3), options("--arch resnet18 --no-shift").config((Recipe) null, 3));
    }

    @Test
    void aRecipeDecidesForItself() {
        Recipe tsn = Recipe.find("TSM_kinetics_RGB_resnet50_avg_segment5_e50").orElseThrow();
        assertEquals(Shifting.NONE, options("").config(tsn, 400).shifting());
        assertTrue(options("--shift").config(tsn, 400).shifting().isPresent());
        for (Recipe recipe : Recipe.all()) {
            if (recipe.backbone().matches("resnet\\d+|mobilenetv2")) {
                assertEquals(recipe.shift() || recipe.online(),
                        options("").config(recipe, recipe.classes()).shifting().isPresent(), recipe.name());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--arch resnet18 --online --temporal-pool|--online: expected without --temporal-pool and --non-local",
        "--arch resnet50 --online --non-local|--online: expected without --temporal-pool and --non-local",
        "--arch resnet18 --segments 1|--segments: expected at least 2 for a network that shifts, found 1",
        "--arch resnet18 --segments 1 --online|--segments: expected at least 2 for a network that shifts, found 1"})
    void whatCannotServeItsPurposeIsRefused(String line, String expected) {
        String message = assertThrows(UsageException.class, () -> options(line).config((Recipe) null, 3)).getMessage();
        assertTrue(message.startsWith(expected), message);
    }

    /** By themselves of the first kind, of another by its name; what is no kind is another word of the line. */
    @ParameterizedTest
    @CsvSource({
        "--arch resnet50 --non-local, EMBEDDED_GAUSSIAN", "--non-local --arch resnet50, EMBEDDED_GAUSSIAN",
        "--arch resnet50 --non-local dot-product, DOT_PRODUCT", "--non-local=dot_product --arch resnet50, DOT_PRODUCT",
        "--non-local gaussian --arch resnet50, GAUSSIAN"})
    void nonLocalBlocksAreOfTheKindThatIsNamed(String line, NonLocal.Mode expected) {
        NetworkConfig config = options(line).config((Recipe) null, 3);
        assertEquals(expected, config.nonLocality().mode());
        assertEquals(5, config.nonLocality().blocks().size());
        Recipe recipe = Recipe.find("TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e100_dense_nl").orElseThrow();
        assertEquals(expected, options(line.replace("--arch resnet50", "").strip()).config(recipe, 400).nonLocality().mode());
        assertFalse(options("--no-non-local").config(recipe, 400).nonLocality().isPresent());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--non-local concatenation|no network with the concatenation form was ever published",
        "--non-local=other|expected embedded-gaussian, gaussian, dot-product, found 'other'"})
    void otherKindsAreRefusedByName(String line, String expected) {
        String message = assertThrows(CommandLine.ParameterException.class,
                () -> options("--arch resnet50 " + line)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void aTsnOfOneSegmentIsFine() {
        assertEquals(1, options("--arch resnet18 --segments 1 --no-shift").config((Recipe) null, 3).segments());
    }

    @Test
    void theNetworkOfAFileIsTakenAsItIs() {
        PretrainedNetwork box = PretrainedNetwork.gestures();
        NetworkConfig same = options("").config(box, 2);
        assertEquals(new NetworkConfig(BOX.backbone(), BOX.modality(), 2, BOX.segments(), BOX.shifting(), false,
                BOX.nonLocality()), same);
        NetworkConfig other = options("--segments 4 --shift-div 8 --no-online").config(box, 10);
        assertEquals(BOX.withSegments(4).withShifting(BOX.shifting().withShift(Shift.bidirectional(8))), other);
        assertEquals(BOX.withShifting(Shifting.NONE), options("--no-shift").config(box, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--width 0.5", "--segments 1", "--non-local", "--temporal-pool", "--no-shift --shift-div 4"})
    void whatTheNetworkOfAFileCannotBeIsRefused(String line) {
        PretrainedNetwork box = PretrainedNetwork.gestures();
        assertThrows(UsageException.class, () -> options(line).config(box, 10));
    }

    /** A TSN was trained as such; a network for images was not. */
    @Test
    void aNetworkForImagesBecomesATsm(@TempDir Path folder) throws IOException {
        NetworkConfig tsn = NetworkConfig.tsn(MobileNetV2Backbone.mit(0.1), 8, 5);
        PretrainedNetwork ofVideos = PretrainedNetwork.load(
                Inputs.weights(folder.resolve("tsn.safetensors"), tsn, Map.of()));
        assertEquals(tsn, options("").config(ofVideos, 5));
        assertEquals(NetworkConfig.tsm(tsn.backbone(), 8, 5), options("--shift").config(ofVideos, 5));

        NetworkConfig resNet = NetworkConfig.tsn(new ResNetBackbone(18), 8, 5);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : resNet.build(1).parameters()) {
            tensors.put(parameter.name().replace("base_model.", "").replace("new_fc.", "fc."), parameter.tensor());
        }
        Checkpoint.writeSafetensors(folder.resolve("imagenet.safetensors"), tensors, Map.of());
        PretrainedNetwork ofImages = PretrainedNetwork.load(folder.resolve("imagenet.safetensors"));
        assertEquals(KeyFamily.TORCHVISION, ofImages.family());
        assertEquals(NetworkConfig.tsm(new ResNetBackbone(18), 8, 3), options("").config(ofImages, 3));
    }
}
