package io.github.tsmjava.app.report;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code train} tells at its beginning and end, and when it goes wrong. */
class TrainingReportTest {

    @TempDir
    private Path folder;
    private Path list;

    @BeforeEach
    void writeInputs() throws IOException {
        Inputs.frames(folder);
        list = Files.writeString(folder.resolve("list.txt"), "frames 6 0\nframes 5 1\nframes 4 2\nframes 3 0\n");
    }

    private Outcome train(String options, Object... more) {
        List<Object> line =
                new ArrayList<>(List.of("train", "--train-list", list, "--size", 32, "--arch", "mobilenetv2",
                "--width", 0.1, "--segments", 2));
        line.addAll(Arrays.asList(options.split(" ")));
        line.addAll(Arrays.asList(more));
        return tsm(line.toArray());
    }

    @Test
    void theEndSaysWhatThereIsAndWhatToDoWithIt() {
        Path out = folder.resolve("it's out");
        Outcome outcome = train("--epochs 2 -b 2", "--val-list", list, "--root", folder, "--out", out);
        assertEquals("", outcome.err());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(7, lines.size(), outcome.out());
        assertEquals("written to " + out + ": checkpoint.safetensors, best.safetensors, log.csv, validation.csv, "
                + "curves.png, and events.out.tfevents.… for TensorBoard", lines.get(3));
        assertTrue(lines.get(4).matches("validation top-1: best \\d+\\.\\d\\d %, last \\d+\\.\\d\\d %"), lines.get(4));
        String weights = "'" + folder + "/it'\\''s out/best.safetensors'";
        assertEquals("try it: ./tsm classify --weights " + weights + " CLIP", lines.get(5));
        assertEquals("test it: ./tsm eval --weights " + weights + " --list " + list + " --root " + folder,
                lines.get(6));
    }

    @Test
    void withoutValidationThereIsNoAccuracyAndNoBestNetwork() {
        Path out = folder.resolve("out");
        Outcome outcome = train("--epochs 1 -b 4", "--out", out);
        assertEquals("", outcome.err());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(5, lines.size(), outcome.out());
        assertEquals("try it: ./tsm classify --weights " + out.resolve("checkpoint.safetensors") + " CLIP",
                lines.get(3));
        assertEquals("test it: ./tsm eval --weights " + out.resolve("checkpoint.safetensors") + " --list LIST",
                lines.get(4));
    }

    @ParameterizedTest
    @CsvSource({"3, 1 of 4 videos", "4, ", "2, "})
    void videosThatFillNoBatchAreCounted(int batch, String expected) {
        Outcome outcome = train("--epochs 1", "-b", batch, "--out", folder.resolve("out"));
        assertEquals(expected == null ? 0 : 1, outcome.out().lines().filter(line -> line.equals(expected
                + ", drawn anew, are left out of each epoch: the last batch would be incomplete")).count(),
                outcome.out());
    }

    /** By guessing among three classes the loss is 1.0986; the threshold is 3 · 1.0986 + 1 = 4.296. */
    @ParameterizedTest
    @CsvSource({"1851.2, 1851", "4.31, 4.310", "4.28, "})
    void aLossThatRunsAwayIsSaidOnce(double mean, String expected) {
        StringWriter err = new StringWriter();
        try (TrainingReport report = new TrainingReport(new PrintWriter(new StringWriter()), new PrintWriter(err, true),
                3, 3, 0)) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                report.started(epoch, 2);
                report.trained(new Trainer.Step(epoch, 1, 2, 0.5, epoch == 1 ? 1 : mean - 1, 0.3));
                report.trained(new Trainer.Step(epoch, 2, 2, 0.5, epoch == 1 ? 1 : mean + 1, 0.3));
                report.finished(epoch, null);
            }
        }
        assertEquals(expected == null ? "" : "tsm: training runs away: the loss of epoch 2 is " + expected
                + ", that of guessing 1.099; a smaller --lr than 0.5 may help", err.toString().strip());
    }

    @Test
    void aCosineThatCannotGrowLongerSaysHowToTrainOn() {
        Path checkpoint = folder.resolve("out/checkpoint.safetensors");
        assertEquals(0, train("--epochs 1 -b 2 --lr 0.05 --lr-type cos", "--out", folder.resolve("out")).exit());
        Outcome longer = train("--epochs 2 -b 2 --lr 0.05 --lr-type cos", "--resume", checkpoint);
        assertEquals(2, longer.exit());
        assertEquals(
                "tsm: --resume: %1$s: learning rate: trained with 0.05, half a cosine over 1 epochs, cannot be resumed "
                .formatted(checkpoint) + "with 0.05, half a cosine over 2 epochs; only --epochs may change, where "
                + "--lr-steps "
                + "are given; to train on in another way, begin a new training from its network: --tune-from "
                + checkpoint + " --out NEW", longer.err().strip());
        Outcome tuned = train("--epochs 2 -b 2 --lr 0.05 --lr-type cos", "--tune-from", checkpoint, "--out",
                folder.resolve("new"));
        assertEquals("", tuned.err());
    }
}
