package io.github.tsmjava.bench.workload;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.weights.Npy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The same training steps in PyTorch: a Python process that does one for each line it is sent. */
public final class PythonTraining implements Contender {

    private static final String SCRIPT = "training.py";

    private final Path folder;
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final String name;

    /** @param python a Python in which torch and torchvision can be imported */
    public PythonTraining(String python, Workload workload, int threads) throws IOException {
        folder = Files.createTempDirectory("tsm-bench");
        Path network = folder.resolve("network.safetensors");
        Path clips = folder.resolve("clips.npy");
        try (InputStream script = PythonTraining.class.getResourceAsStream(SCRIPT)) {
            Files.copy(script, folder.resolve(SCRIPT));
        }
        workload.save(network);
        Npy.write(clips, TrainingStep.input(workload));
        process = new ProcessBuilder(python, folder.resolve(SCRIPT).toString(),
                workload.config().backbone().name(), network.toString(), clips.toString(),
                "" + workload.frames(), "" + threads)
                .redirectError(folder.resolve("errors").toFile()).start();
        requests = process.outputWriter();
        answers = process.inputReader();
        name = answer();
    }

    /** Whether this Python can run the script. */
    public static boolean isAvailable(String python) throws InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import numpy, torch, torchvision")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Name and version, as in {@code PyTorch 1.13.0}. */
    public String name() {
        return name;
    }

    @Override
    public float[] run() {
        try {
            requests.write("\n");
            requests.flush();
            return new float[] {Float.parseFloat(answer())};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(SCRIPT + " ended: " + Files.readString(folder.resolve("errors")).strip());
        }
        return line;
    }

    @Override
    public void close() {
        try {
            requests.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            for (String file : List.of(SCRIPT, "network.safetensors", "clips.npy", "errors", "")) {
                Files.deleteIfExists(folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
