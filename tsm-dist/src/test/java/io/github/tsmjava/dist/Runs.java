package io.github.tsmjava.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts programs as people do who have downloaded them: with no Java to be found but what the program finds itself. */
final class Runs {

    static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final int MINUTES = 20;

    private Runs() {
    }

    /** What a program printed, and how it ended. The virtual machine's line about incubator modules is left out. */
    record Outcome(int exit, String out, String err) {
    }

    static Outcome run(Path directory, Map<String, String> variables, Object... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Arrays.stream(words).map(Object::toString).toList());
        Path out = Files.createTempFile("run", ".out");
        Path err = Files.createTempFile("run", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new IOException(command + " took more than " + MINUTES + " minutes");
            }
            List<String> said = Files.readAllLines(err).stream().filter(line -> !line.contains("incubator modules")).toList();
            return new Outcome(process.exitValue(), Files.readString(out), String.join("\n", said));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
