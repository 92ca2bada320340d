package io.github.tsmjava.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * This program once more, in a JVM of its own with the same flags: what was compiled for one network does not slow down the
 * next, and memory is counted for each alone.
 */
final class Fork {

    private Fork() {
    }

    /**
     * The lines that the command printed.
     *
     * @throws IOException if the command failed; what it had to say is on stderr
     */
    static List<String> run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Bench.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines;
        try (BufferedReader output = process.inputReader()) {
            lines = output.readAllLines();
        } finally {
            process.destroy();
        }
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("bench %s: expected exit code 0, found %d".formatted(String.join(" ", arguments), code));
        }
        return lines;
    }
}
