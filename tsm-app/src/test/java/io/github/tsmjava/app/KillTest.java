package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own, which are killed without a word and go on. */
class KillTest {

    /** More of them with {@code -Dtsm.kills=10}. */
    private static final int KILLS = Integer.getInteger("tsm.kills", 3);
    /** So many that none is the last one before it is killed, however long a kill takes. */
    private static final int STEPS = 30 * KILLS;
    /** Of the log, until the next kill at the earliest. */
    private static final int ROWS = 6;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void aKilledTrainingEndsAsIfNothingHadHappened() throws Exception {
        Inputs.frames(folder);
        Path list = Files.writeString(folder.resolve("list.txt"), "frames 6 0\nframes 5 1\nframes 4 1\n");
        Path killed = folder.resolve("killed");
        List<String> options = List.of("train", "--train-list", list.toString(), "--val-list", list.toString(),
                "--arch", "mobilenetv2", "--width", "0.1", "--online", "--segments", "2", "--size", "32", "-b", "1",
                "--epochs", Integer.toString(STEPS / 3), "--save-freq", "1", "--eval-freq", "4");
        finish(options, List.of("--out", folder.resolve("whole").toString()));

        Random random = new Random(5);
        Path checkpoint = killed.resolve("checkpoint.safetensors");
        List<String> start = List.of("--out", killed.toString());
        for (int kill = 0; kill < KILLS; kill++) {
            int rows = rows(killed);
            Process training = start(options, start);
            while (training.isAlive() && rows(killed) < rows + ROWS) {
                Thread.sleep(1);
            }
            Thread.sleep(random.nextInt(30));
            assertTrue(training.isAlive(), Files.readString(folder.resolve("out.txt")));
            training.destroyForcibly().waitFor();
            start = List.of("--resume", checkpoint.toString());
        }
        finish(options, start);
        for (String file : List.of("checkpoint.safetensors", "best.safetensors", "log.csv", "validation.csv")) {
            assertArrayEquals(Files.readAllBytes(folder.resolve("whole").resolve(file)),
                    Files.readAllBytes(killed.resolve(file)), file);
        }
        try (var files = Files.list(killed)) {
            assertEquals(List.of(), files.filter(file -> file.getFileName().toString().startsWith(".")).toList());
        }
    }

    private void finish(List<String> options, List<String> more) throws Exception {
        assertEquals(0, start(options, more).waitFor(), Files.readString(folder.resolve("out.txt")));
    }

    private Process start(List<String> options, List<String> more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dtsm.kernels=scalar",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(options);
        command.addAll(more);
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile()).start();
    }

    private static int rows(Path training) throws IOException {
        Path log = training.resolve("log.csv");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }
}
