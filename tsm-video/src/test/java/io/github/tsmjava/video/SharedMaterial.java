package io.github.tsmjava.video;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;

/** Clips, frames and expected values that lie beside the project and are not part of it. */
public final class SharedMaterial {

    private static final AtomicBoolean SAID = new AtomicBoolean();

    private SharedMaterial() {
    }

    /** The named file or folder; skips the calling test if the material is not there. */
    public static Path find(String name) {
        String configured = System.getenv("TSM_SHARED");
        Path shared = configured == null ? null : Path.of(configured);
        Path folder = Path.of("").toAbsolutePath();
        for (; shared == null && folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/goldens"))) {
                shared = folder.resolve("shared");
            }
        }
        if (shared == null && SAID.compareAndSet(false, true)) {
            // On the console, where JUnit's reasons do not come through.
            System.out.println("tests that need the folder shared/ beside the project are skipped");
        }
        Assumptions.assumeTrue(shared != null,
                "no folder shared/goldens beside the project, and TSM_SHARED is not set");
        Path found = shared.resolve(name);
        Assumptions.assumeTrue(Files.exists(found), "no " + name + " in the shared material");
        return found;
    }
}
