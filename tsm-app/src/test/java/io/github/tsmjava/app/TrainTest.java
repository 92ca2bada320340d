package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code train} as users type it. */
class TrainTest {

    @TempDir
    private Path folder;

    private Path list;
    private Path labels;

    @BeforeEach
    void writeInputs() throws IOException {
        Inputs.frames(folder);
        list = Files.writeString(folder.resolve("list.txt"), "frames 6 0\nframes 5 1\nframes 4 2\nframes 3 0\n");
        labels = Files.writeString(folder.resolve("labels.txt"), "left\nright\nnothing\n");
    }

    private Outcome train(String options, Object... more) {
        List<Object> line = new ArrayList<>(List.of("train", "--train-list", list, "--size", 32));
        line.addAll(Arrays.asList(options.split(" ")));
        line.addAll(Arrays.asList(more));
        return tsm(line.toArray());
    }

    @Test
    void fromAListToANetworkThatClassifies() {
        Path out = folder.resolve("out");
        Outcome outcome = train("--arch mobilenetv2 --width 0.2 --shift --num-segments 3 --epochs 2 -b 2 --flip labels",
                "--val-list", list, "--labels", labels, "--out", out);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.exit());
        assertEquals("TSM-mobilenetv2: shift in 10 blocks, 3 segments, 3 classes; 2 epochs of 2 steps of 2 videos; "
                + "from random parameters", outcome.out().lines().findFirst().orElseThrow());
        assertEquals(2, outcome.out().lines().filter(line -> line.matches(
                "epoch \\d of 2: loss .+, top-1 .+ %, validation loss .+, top-1 .+ %; 0:00:\\d\\d, 0:00:\\d\\d left"))
                .count(), outcome.out());
        Outcome classified = tsm("classify", "--weights", out.resolve("checkpoint.safetensors"), "--size", 32,
                folder.resolve("frames"));
        assertEquals(0, classified.exit(), classified.err());
        assertTrue(classified.out().contains("nothing"), classified.out());
    }

    @Test
    void aStoppedTrainingGoesOn() throws IOException {
        String options = "--arch mobilenetv2 --width 0.2 --online --segments 3 -b 2 --lr 0.01 --lr-steps 1 --npb"
                + " --cache 0";
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        assertEquals(0, train(options, "--epochs", 2, "--out", whole).exit());
        assertEquals(0, train(options, "--epochs", 1, "--out", parts).exit());
        Outcome again = train(options, "--epochs", 2, "--out", parts);
        assertEquals(2, again.exit());
        assertTrue(again.err().contains("holds a training; --resume"), again.err());
        Outcome resumed = train(options, "--epochs", 2, "--resume", parts.resolve("checkpoint.safetensors"));
        assertEquals("", resumed.err());
        for (String file : List.of("checkpoint.safetensors", "log.csv")) {
            assertArrayEquals(Files.readAllBytes(whole.resolve(file)), Files.readAllBytes(parts.resolve(file)));
        }
        Outcome elsewhere = train(options, "--epochs", 3, "--resume", parts.resolve("checkpoint.safetensors"),
                "--out", whole);
        assertEquals(2, elsewhere.exit());
        assertTrue(elsewhere.err().contains("whole holds a training"), elsewhere.err());
    }

    @Test
    void labelsThatCannotBeAreRefused() throws IOException {
        Files.writeString(list, "frames 6 0\nframes 5 100000\n");
        Outcome huge = train("--arch mobilenetv2", "--out", folder.resolve("out"));
        assertEquals(2, huge.exit());
        assertTrue(huge.err().contains("list.txt: line 2: label 100000 of frames, expected are 0 to 99999"),
                huge.err());
        Files.writeString(list, "frames 6 0\nframes 5 10\n");
        Outcome ofRecipe = train("--recipe tsm_mobilenetv2_gestures", "--out", folder.resolve("out"));
        assertEquals(2, ofRecipe.exit());
        assertEquals("tsm: --labels: expected for lists with label 10, since tsm_mobilenetv2_gestures has 10 classes",
                ofRecipe.err().strip());
        Files.writeString(labels, "\n");
        Outcome none = train("--arch mobilenetv2", "--labels", labels, "--out", folder.resolve("out"));
        assertEquals(2, none.exit());
        assertTrue(none.err().contains("labels.txt: expected class names, one a line, found none"), none.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--arch resnet18|holds another network than asked for: TSM-mobilenetv2, 3 segments, 3 classes; asked for is "
                + "TSM-resnet18, 8",
        "--arch mobilenetv2 --width 0.4 --shift --segments 3|holds another network",
        "--arch mobilenetv2 --width 0.1 --online --segments 3|holds another network",
        "--arch mobilenetv2 --width 0.1 --shift --segments 2|holds another network",
        "--segments 2|goes on with the network in",
        "--labels OTHER|names other classes than",
        "--exact|accuracy: trained with fast convolutions, cannot be resumed with exact convolutions",
        "--lr 0.5|learning rate: trained with"})
    void otherSettingsAreNotResumed(String options, String expected) throws IOException {
        Path out = folder.resolve("out");
        String network = "--arch mobilenetv2 --width 0.1 --shift --segments 3";
        assertEquals(0, train(network + " --epochs 1 -b 2", "--labels", labels, "--out", out).exit());
        Path checkpoint = out.resolve("checkpoint.safetensors");
        byte[] before = Files.readAllBytes(checkpoint);
        Path other = Files.writeString(folder.resolve("other.txt"), "left\nright\nsomething\n");
        Outcome outcome = train(options.replace("OTHER", other.toString()),
                "--epochs", 1, "-b", 2, "--resume", checkpoint);
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains(expected), outcome.err());
        assertArrayEquals(before, Files.readAllBytes(checkpoint));
        assertEquals(0, train(network, "--epochs", 1, "-b", 2, "--labels", labels, "--resume", checkpoint).exit());
    }

    @Test
    void aRecipeAndANetworkToStartFrom() throws IOException {
        Path start = Inputs.weights(folder.resolve("tsn.safetensors"),
                NetworkConfig.tsn(MobileNetV2Backbone.mit(1), 8, 5), Map.of());
        Outcome outcome = train("--recipe tsm_mobilenetv2_utd_mhad --epochs 1 -b 2 --segments 2", "--tune-from", start,
                "--labels", labels, "--out", folder.resolve("out"));
        assertEquals("", outcome.err());
        assertTrue(outcome.out().contains(
                "learning rate 0.0003125: that of the recipe, 0.0025 for 16 videos a step, in proportion to 2\n"), outcome.out());
        Path checkpoint = folder.resolve("out/checkpoint.safetensors");
        assertTrue(tsm("inspect", checkpoint).out().contains("TSM-mobilenetv2"));
        assertEquals(0, train("--recipe tsm_mobilenetv2_utd_mhad --epochs 1 -b 2 --segments 2", "--tune-from", start,
                "--labels", labels, "--resume", checkpoint).exit());
    }

    @Test
    void optionsOfTheOriginalCode() throws IOException {
        Path out = folder.resolve("out");
        Outcome outcome = train("--arch resnet18 --shift --shift_div=4 --shift_place block --num_segments 3"
                + " --lr_type cos --warm-up 2 --lr 0.01 --epochs 3 -b 2 --gd 5 --wd 0 --momentum 0.8 --partialbn"
                + " --dense_sample -ef 2", "--val-list", list, "--out", out);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.exit());
        Schedule schedule = new Schedule.WarmUp(new Schedule.Cosine(0.01, 3), 2);
        List<String> rows = Files.readAllLines(out.resolve("log.csv"));
        for (int step = 0; step < 6; step++) {
            assertEquals(Double.toString(schedule.rate(step / 2)), rows.get(1 + step).split(",")[2]);
        }
        assertEquals(3, Files.readAllLines(out.resolve("validation.csv")).size());
        Shifting shifting = PretrainedNetwork.load(out.resolve("best.safetensors")).network().config().shifting();
        assertEquals(Shifting.Place.BLOCK, shifting.place());
        assertEquals(4, shifting.shift().div());
    }

    @Test
    void aTemporalPoolAndNonLocalBlocks() throws IOException {
        Path out = folder.resolve("out");
        Outcome outcome = train("--arch resnet50 --shift --segments 4 --temporal-pool --non-local --epochs 1 -b 4",
                "--out", out);
        assertEquals("", outcome.err());
        NetworkConfig config = PretrainedNetwork.load(out.resolve("checkpoint.safetensors")).network().config();
        assertTrue(config.temporalPool() && config.nonLocality().isPresent(), config.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rand-augment 2,9", "--augmix 3", "--mixup 0.2", "--cutmix 0.2",
        "--recipe tsm_r50_mixup_1x1x8_50e_sthv1_rgb --mixup 0 --cutmix 1",
        "--recipe tsm_r50_ptv_randaugment_1x1x8_50e_sthv1_rgb",
        "--recipe tsm_r50_ptv_augmix_1x1x8_50e_sthv1_rgb", "--recipe tsm_r50_flip_randaugment_1x1x8_50e_sthv1_rgb"})
    void clipsAreAugmented(String options) throws IOException {
        Path out = folder.resolve("out");
        Outcome outcome = train("--arch mobilenetv2 --width 0.2 --segments 3 --epochs 1 -b 2 " + options, "--labels",
                labels, "--out", out);
        assertEquals("", outcome.err());
        assertEquals(3, Files.readAllLines(out.resolve("log.csv")).size());
        Outcome other = train("--epochs 1 -b 2 --rand-augment 1,1", "--resume", out.resolve("checkpoint.safetensors"));
        assertEquals(2, other.exit());
        assertTrue(other.err().contains("cannot be resumed with"), other.err());
    }

    @Test
    void missingVideosAreLeftOutAndNamed() throws IOException {
        Files.writeString(list, "frames 6 0\ngone 5 1\nframes 4 2\nframes 3 0\n");
        Outcome outcome = train("--arch mobilenetv2 --width 0.2 --segments 3 --epochs 2 -b 2", "--out",
                folder.resolve("out"));
        assertEquals(0, outcome.exit());
        assertEquals(2, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().contains("1 of 4 videos are not in"), outcome.err());
        assertTrue(outcome.err().contains("left out: ") && outcome.err().contains("gone: no such file"), outcome.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--arch mobilenetv2|--out",
        "--out O|--arch: expected one",
        "--out O --arch vgg|expected resnet18",
        "--out O --arch mobilenetv2 --width 0|--width",
        "--out O --arch mobilenetv2 --temporal-pool|MobileNetV2 takes no temporal pool",
        "--out O --arch resnet18 --non-local|expected --arch resnet50, i3d_resnet50 or i3d_heavy_resnet50, found resnet18",
        "--out O --arch mobilenetv2 --no-shift --shift-div 4|expected with --shift",
        "--out O --arch mobilenetv2 --lr-type cos --lr-steps 3 -b 2|--lr-steps: expected without --lr-type cos",
        "--out O --arch mobilenetv2 --lr 0|a learning rate above 0",
        "--out O --arch mobilenetv2 --epochs 0|at least 1 epoch",
        "--out O --arch mobilenetv2 --partialbn --npb|--partialbn, --npb: expected one of them",
        "--out O --recipe tsm_resnext101_kinetics400 -b 2|is a network of another kind, resnext101",
        "--out O --arch mobilenetv2 --dropout 1|a dropout from 0",
        "--out O --arch mobilenetv2 --batch-size 5|--batch-size: expected at most 4, as many videos as",
        "--out O --arch mobilenetv2 --flip labels -b 2|--labels: expected",
        "--out O --arch mobilenetv2 --rand-augment 2 -b 2|--rand-augment: expected operations and magnitude as in 2,9",
        "--out O --arch mobilenetv2 --rand-augment 16,9 -b 2|--rand-augment: 1 to 15 operations expected, got 16",
        "--out O --arch mobilenetv2 --rand-augment 2,11 -b 2|a magnitude from 0 to 10 expected, got 11.0",
        "--out O --arch mobilenetv2 --augmix 11 -b 2|--augmix: a magnitude above 0.1",
        "--out O --arch mobilenetv2 --mixup -1|--mixup: an alpha above 0 expected, got -1.0",
        "--out O --arch mobilenetv2 --mixup 1 --cutmix 1|--mixup, --cutmix: expected one of them",
        "--out O --arch mobilenetv2 --modality flow --augmix 3 -b 2|FLOW frames cannot be augmented",
        "--out O --arch mobilenetv2 --val-list absent.txt|absent.txt",
        "--out O --arch mobilenetv2 --tune-from absent.pth|absent.pth",
        "--out O --arch mobilenetv2 --root .|none of its 4 videos",
        "--out O --recipe nothing|no recipe is called 'nothing'",
        "--out O --arch resnet18 --width 0.5|--width: expected with mobilenetv2, found with resnet18",
        "--resume absent.safetensors|--resume: absent.safetensors: no such file; without --resume the training begins "
                + "anew",
        "--out O --arch mobilenetv2 --cache 2000000000|--cache: expected 0 to"})
    void badUsageExitsWith2AndSaysWhy(String options, String expected) {
        Outcome outcome = train(options.replace(" O", " " + folder.resolve("o")));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: ") && outcome.err().contains(expected), outcome.err());
    }
}
