package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.MobileNetV2Backbone;
import io.github.tsmjava.models.NetworkConfig;
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
        assertEquals(2, outcome.out().lines().filter(line -> line.matches(
                "epoch \\d of 2: loss .+, top-1 .+ %, validation loss .+, top-1 .+ %; 0:00:\\d\\d, 0:00:\\d\\d left")).count(),
                outcome.out());
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
    }

    @Test
    void aRecipeAndANetworkToStartFrom() throws IOException {
        Path start = Inputs.weights(folder.resolve("tsn.safetensors"),
                NetworkConfig.tsn(MobileNetV2Backbone.mit(1), 8, 5), Map.of());
        Outcome outcome = train("--recipe tsm_mobilenetv2_utd_mhad --epochs 1 -b 2 --segments 2", "--tune-from", start,
                "--labels", labels, "--out", folder.resolve("out"));
        assertEquals("", outcome.err());
        assertTrue(tsm("inspect", folder.resolve("out/checkpoint.safetensors")).out().contains("TSM-mobilenetv2"));
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
        "--out O --arch resnet18 --non-local|expected --arch resnet50, found resnet18",
        "--out O --arch mobilenetv2 --lr 0|a learning rate above 0",
        "--out O --arch mobilenetv2 --epochs 0|at least 1 epoch",
        "--out O --arch mobilenetv2 --dropout 1|a dropout from 0",
        "--out O --arch mobilenetv2 --batch-size 5|4 videos, fewer than a batch of 5",
        "--out O --arch mobilenetv2 --flip labels -b 2|--labels: expected",
        "--out O --arch mobilenetv2 --val-list absent.txt|absent.txt",
        "--out O --arch mobilenetv2 --tune-from absent.pth|absent.pth",
        "--out O --arch mobilenetv2 --root .|none of its 4 videos",
        "--out O --recipe nothing|no recipe is called 'nothing'",
        "--resume absent.safetensors|absent.safetensors",
        "--resume a --tune-from b|--tune-from: expected without --resume"})
    void badUsageExitsWith2AndSaysWhy(String options, String expected) {
        Outcome outcome = train(options.replace(" O", " " + folder.resolve("o")));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: ") && outcome.err().contains(expected), outcome.err());
    }
}
