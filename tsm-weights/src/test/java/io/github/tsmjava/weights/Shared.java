package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** Real checkpoints and golden files, which lie beside the project and are not part of it. */
final class Shared {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Shared() {
    }

    /** The folder, or null. */
    private static Path folder() {
        String named = System.getenv("TSM_SHARED");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/goldens"))) {
                return at.resolve("shared");
            }
        }
        return null;
    }

    /** A file of the folder; skips the test without it. */
    static Path file(String relative) {
        Path folder = folder();
        if (folder == null && SAID.compareAndSet(false, true)) {
            // On the console, where JUnit's reasons do not come through.
            System.out.println("tests that need the folder shared/ beside the project are skipped");
        }
        assumeTrue(folder != null && Files.exists(folder.resolve(relative)),
                "skipped: shared/" + relative + " is not beside the project");
        return folder.resolve(relative);
    }
}
