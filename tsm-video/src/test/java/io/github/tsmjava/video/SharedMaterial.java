package io.github.tsmjava.video;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Clips, frames and expected values that lie beside the project and are not part of it. */
final class SharedMaterial {

    private SharedMaterial() {
    }

    /** The named file or folder; skips the calling test if the material is not there. */
    static Path find(String name) {
        String configured = System.getenv("TSM_SHARED");
        Path shared = configured == null ? null : Path.of(configured);
        Path folder = Path.of("").toAbsolutePath();
        for (; shared == null && folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/goldens"))) {
                shared = folder.resolve("shared");
            }
        }
        Assumptions.assumeTrue(shared != null,
                "no folder shared/goldens beside the project, and TSM_SHARED is not set");
        Path found = shared.resolve(name);
        Assumptions.assumeTrue(Files.exists(found), "no " + name + " in the shared material");
        return found;
    }
}
