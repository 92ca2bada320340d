package io.github.tsmjava.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Programs of one file each, which pages show: of the course and of the examples. */
final class SourceProgram {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private SourceProgram() {
    }

    /**
     * Runs a program with the reader's command line; with the classes under test where the jars are older than the sources.
     *
     * @return what it prints, and behind it why it failed, if it did
     */
    static String run(Path directory, List<String> line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(line);
        if (!areJarsNew()) {
            command.set(command.indexOf("-cp") + 1, System.getProperty("java.class.path"));
        }
        Path out = Files.createTempFile("program", ".out");
        Path err = Files.createTempFile("program", ".err");
        try {
            int code = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
            return Files.readString(out) + (code == 0 ? "" : "exit code %d: %s".formatted(code, Files.readString(err)));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static boolean areJarsNew() throws IOException {
        Path built = ROOT.resolve("tsm-app/target/lib/.built");
        if (!Files.exists(built)) {
            return false;
        }
        FileTime time = Files.getLastModifiedTime(built);
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src/main")).filter(Files::isDirectory).toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        if (Files.getLastModifiedTime(file).compareTo(time) > 0) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }
}
