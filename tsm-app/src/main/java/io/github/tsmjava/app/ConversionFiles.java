package io.github.tsmjava.app;

import io.github.tsmjava.app.terminal.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The checkpoint to read and the file to write. */
final class ConversionFiles {

    @Parameters(arity = "1..2", paramLabel = "[W] OUT", description = "A checkpoint (.pth, .pth.tar or .safetensors; "
            + "default: the network in the box), and the file to write.")
    private List<Path> files;

    /** Null for the network in the box. Whoever forgets the file to write must not lose a checkpoint. */
    Path weights() {
        if (files.size() == 2) {
            return files.getFirst();
        }
        if (Files.exists(files.getFirst())) {
            throw new UsageException(("expected a checkpoint and a file to write, found %s alone, which is there and "
                    + "would be overwritten by the network in the box").formatted(files.getFirst()));
        }
        return null;
    }

    Path output() {
        return files.getLast();
    }
}
