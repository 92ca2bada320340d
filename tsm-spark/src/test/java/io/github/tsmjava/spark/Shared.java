package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The material beside the project: clips and trained networks. Tests that need it are skipped where it is not. */
final class Shared {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private Shared() {
    }

    /** A file or folder of it; skips the calling test if it is not there. */
    static Path path(String name) {
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
