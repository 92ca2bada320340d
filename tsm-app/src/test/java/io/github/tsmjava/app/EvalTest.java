package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command {@code eval} as users type it. */
class EvalTest {

    private static final NetworkConfig CONFIG = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3);

    @TempDir
    private Path folder;

    private Path weights;
    private Path list;

    @BeforeEach
    void writeInputs() throws IOException {
        weights = Inputs.weights(folder.resolve("weights.safetensors"), CONFIG,
                Map.of("segments", "4", "shift_div", "8", "shift_direction", "both"));
        Inputs.frames(folder);
        list = Files.writeString(folder.resolve("list.txt"), "frames 6 0\nframes 5 1\nframes 4 2\n");
    }

    @Test
    void saysHowOftenTheNetworkIsRight() throws IOException {
        Path json = folder.resolve("out.json");
        Path csv = folder.resolve("out.csv");
        Path png = folder.resolve("out.png");
        Outcome outcome = tsm("eval", "--weights", weights, "--list", list, "--size", 32, "--setting", "accurate",
                "--json", json, "--csv", csv, "--png", png);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.exit());
        assertTrue(outcome.out().contains("videos      3 of 3"), outcome.out());
        assertTrue(outcome.out().contains("top-5       100.00 %"), outcome.out());
        JsonObject object = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(3, object.getAsJsonArray("results").size());
        assertEquals(3, object.getAsJsonArray("results").get(2).getAsJsonObject().getAsJsonArray("scores").size());
        assertEquals(4, Files.readAllLines(csv).size());
        assertTrue(Files.size(png) > 1000);
    }

    @Test
    void missingVideosAreReportedBeforeAndAfter() throws IOException {
        Files.writeString(list, "frames 6 0\ngone 5 1\n");
        Outcome outcome = tsm("eval", "--weights", weights, "--list", list, "--size", 32);
        assertEquals(2, outcome.exit());
        List<String> errors = outcome.err().lines().toList();
        assertEquals(2, errors.size(), outcome.err());
        assertTrue(errors.getFirst().contains("1 of 2 videos are not in"), outcome.err());
        assertTrue(errors.getLast().contains("gone: no such file"), outcome.err());
        assertTrue(outcome.out().contains("videos      1 of 2"), outcome.out());
    }

    @Test
    void anEnsembleOfTheSameNetworkIsTheNetwork() {
        Outcome alone = tsm("eval", "--weights", weights, "--list", list, "--size", 32);
        Outcome twice = tsm("eval", "--weights", weights, "--weights", weights, "--factor", 1, "--factor", 2.5,
                "--list", list, "--size", 32, "--threads", 3);
        assertEquals("", twice.err());
        assertEquals(alone.out(), twice.out());
    }

    @Test
    void labelsInAnotherOrderAreMatchedByName() throws IOException {
        Path ofNetwork = Files.writeString(folder.resolve("network.txt"), "left\nright\nnothing\n");
        Path ofList = Files.writeString(folder.resolve("of-list.txt"), "nothing\nleft\nright\n");
        Path same = Files.writeString(folder.resolve("same.txt"), "frames 6 2\nframes 5 0\nframes 4 1\n");
        Outcome expected = tsm("eval", "--weights", weights, "--labels", ofNetwork, "--list", same, "--size", 32);
        Outcome matched = tsm("eval", "--weights", weights, "--labels", ofNetwork, "--list", list, "--size", 32,
                "--list-labels", ofList);
        assertEquals("", matched.err());
        assertEquals(expected.out(), matched.out());
        Outcome unknown = tsm("eval", "--weights", weights, "--list", list, "--size", 32, "--list-labels", ofList);
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("the network has no class \"nothing\""), unknown.err());
    }

    @Test
    void aRecipeTellsHowToTest() throws IOException {
        NetworkConfig config = NetworkConfig.tsm(MobileNetV2Backbone.mit(1), 8, 27);
        Path network = Inputs.weights(folder.resolve("utd.safetensors"), config, Map.of());
        Outcome outcome = tsm("eval", "--weights", network, "--list", list, "--recipe", "tsm_mobilenetv2_utd_mhad");
        assertEquals("", outcome.err());
        assertTrue(outcome.out().contains("published   83.02 % top-1, 98.14 % top-5"), outcome.out());
        Outcome other = tsm("eval", "--weights", network, "--list", list, "--recipe", "TSM_mobilenetv2_utd_mhad",
                "--size", 32);
        assertTrue(other.out().contains("published   nothing for these views"), other.out());
    }

    @ParameterizedTest
    @CsvSource({"tsn_mobilenetv2_utd_mhad,TSN-mobilenetv2", "tsm_mobilenetv2_gestures,shift online",
        "tsm_r50_1x1x8_50e_jester_rgb,TSM-resnet50"})
    void aNetworkThatARecipeDoesNotDescribeIsRefused(String recipe, String asked) {
        Outcome outcome = tsm("eval", "--weights", weights, "--list", list, "--recipe", recipe);
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains(asked) && outcome.err().contains("weights.safetensors holds TSM-mobilenetv2"),
                outcome.err());
    }

    @Test
    void aDamagedDownloadIsRefused() throws IOException {
        String name = "tsm_mobilenetv2_dense_1x1x8_kinetics400_rgb_port_20210922-aa5cadf6.pth";
        Path network = Files.writeString(folder.resolve(name), "half of it");
        Outcome outcome = tsm("eval", "--weights", network, "--list", list,
                "--recipe", "tsm_mobilenetv2_dense_1x1x8_kinetics400_rgb_port");
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains("expected a SHA-256 that begins with aa5cadf6"), outcome.err());
    }

    @Test
    void theZooIsListedAndDescribed() throws IOException {
        Outcome all = tsm("zoo");
        assertEquals(0, all.exit());
        assertTrue(all.out().lines().count() > 60);
        assertTrue(all.out().contains("47.85 50.31                          tsm_r50_flip_randaugment_"), all.out());
        // But for the names that MMAction2 has given since version 1.
        assertTrue(all.out().lines().allMatch(line -> line.length() <= 110 || line.contains("tsm_imagenet-pretrained-")), all.out());
        assertTrue(all.out().contains("            68.71                    tsm_imagenet-pretrained-mobilenetv2_"), all.out());
        assertEquals(3 + 3, tsm("zoo", "ucf101").out().lines().count());
        String filtered = tsm("zoo", "--data", "Jester", "--arch", "mobilenetv2").out();
        assertTrue(filtered.startsWith("name         TSM_jester_RGB_MobileNetV2"), filtered);
        assertTrue(tsm("zoo", "--data", "jest").err().contains("--data: expected one of [diving48, gestures, "));
        JsonObject first = JsonParser.parseString(tsm("zoo", "--json").out()).getAsJsonArray().get(2).getAsJsonObject();
        assertEquals(68.8, first.getAsJsonArray("results").get(0).getAsJsonObject().get("top1").getAsDouble());
        String one = tsm("zoo", "tsm_r101_1x1x8_50e_sthv1_rgb").out();
        assertTrue(one.contains("resnet101, rgb, 8 segments, shift"), one);
        assertTrue(one.contains("48.59 % top-1, 77.10 % top-5: --clips twice --crops 3 --size 224 --full"), one);
        assertTrue(one.contains("note         The table says ResNet50"), one);
        Outcome check = tsm("zoo", "tsm_r101_1x1x8_50e_sthv1_rgb", "--check", list);
        assertEquals(2, check.exit());
        assertTrue(check.err().contains("begins with 43fedf2e"), check.err());
        assertEquals(2, tsm("zoo", "no such thing").exit());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--list L --segments 4|--shift-mode: expected with --weights",
        "--weights W --list L --shift-div 1|--shift-div",
        "--weights W --list L --recipe tsm_resnext101_kinetics400|--recipe: tsm_resnext101_kinetics400 is a network of another kind, resnext101",
        "--list L --recipe tsm_r50_1x1x8_50e_jester_rgb|the network in the box holds TSM-mobilenetv2",
        "--weights W|--list",
        "--weights W --list absent.txt|absent.txt",
        "--weights W --list W|UTF-8",
        "--weights absent.pth --list L|absent.pth",
        "--weights W --list L --root .|none of its 3 videos",
        "--weights W --list L --list L --list L|--list: given 3 times",
        "--weights W --list L --factor 0|--factor: expected a number above 0, found 0",
        "--weights W --list L --factor NaN|--factor",
        "--weights W --list L --setting best|EFFICIENT",
        "--weights W --list L --average both|LOGITS",
        "--weights W --list L --segments 0|--segments",
        "--weights W --list L --recipe nothing|no recipe is called 'nothing'",
        "--weights W --list L --recipe utd_mhad|there is tsm_mobilenetv2_utd_mhad, tsn_mobilenetv2_utd_mhad",
        "--weights W --list L --recipe tsm_r50_1x1x8_50e_jester_rgb|TSM-resnet50 of RGB with 27 classes",
        "--weights W --weights W --list L --recipe tsm_r50_1x1x8_50e_jester_rgb|expected one --weights",
        "--weights W --list L --size 32 --json .|a folder",
        "--weights W --list L --size 32 --png absent/out.png|no such folder"})
    void badUsageExitsWith2AndSaysWhy(String arguments, String expected) {
        Object[] line = ("eval " + arguments).replace(" L", " " + list).replace(" W", " " + weights).split(" ");
        Outcome outcome = tsm(line);
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: ") && outcome.err().contains(expected), outcome.err());
    }

    @Test
    void aLabelThatTheNetworkDoesNotKnowIsNamed() throws IOException {
        Files.writeString(list, "frames 6 0\nframes 5 3\n");
        Outcome outcome = tsm("eval", "--weights", weights, "--list", list, "--size", 32);
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains("line 2: label 3 of frames, expected are 0 to 2"), outcome.err());
    }
}
