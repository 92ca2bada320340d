package io.github.tsmjava.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * This program once more, in a JVM of its own with the same flags: what was compiled for one network does not slow down
 * the next, and memory is counted for each alone.
 */
public final class Fork {

    /** The class that starts this program; by name, since it stands above this package. */
    private static final String PROGRAM = "io.github.tsmjava.bench.Bench";

    private Fork() {
    }

    /**
     * The lines that the command printed.
     *
     * @throws IOException if the command failed, with what it had to say
     */
    public static List<String> run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM));
        command.addAll(arguments);
        Path output = Files.createTempFile("tsm-bench", ".stdout");
        Path errors = Files.createTempFile("tsm-bench", ".stderr");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
            Thread stop = new Thread(process::destroy);
            Runtime.getRuntime().addShutdownHook(stop); // so that an interrupted run leaves nothing behind
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(stop);
            if (code != 0) {
                throw new IOException("bench %s: expected exit code 0, found %d: %s".formatted(
                        String.join(" ", arguments), code, Files.readString(errors).strip()));
            }
            return Files.readAllLines(output);
        } finally {
            Files.delete(output);
            Files.delete(errors);
        }
    }
}
