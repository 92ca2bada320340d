package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The material beside the project: goldens, trained models, clips. Tests that need it are skipped where it is not. */
public final class Shared {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Shared() {
    }

    /** A file or folder of the shared material; skips the calling test if it is not there. */
    public static Path path(String name) {
        Path folder = folder();
        if (folder == null && SAID.compareAndSet(false, true)) {
            // On the console, where JUnit's reasons do not come through.
            System.out.println("tests that need the folder shared/ beside the project are skipped");
        }
        assumeTrue(folder != null, "skipped: no folder shared/ beside the project");
        Path path = folder.resolve(name);
        assumeTrue(Files.exists(path), "skipped: no " + name + " in the shared material");
        return path;
    }

    static JsonElement json(String name) {
        try {
            return JsonParser.parseString(Files.readString(path(name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * The names of the goldens that begin so; a name that is not there, and skips its test, without shared material.
     */
    static List<String> goldens(String prefix) throws IOException {
        Path folder = folder();
        if (folder == null || !Files.isDirectory(folder.resolve("goldens"))) {
            return List.of(prefix + "*.json");
        }
        try (Stream<Path> files = Files.list(folder.resolve("goldens"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(".json")).sorted().toList();
        }
    }

    private static Path folder() {
        String named = System.getenv("TSM_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/goldens"))) {
                return folder.resolve("shared");
            }
        }
        return null;
    }
}
