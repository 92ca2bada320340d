package io.github.tsmjava.train.files;

import io.github.tsmjava.io.AtomicFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes text in UTF-8; a file is never half written. */
public final class TextFile {

    private TextFile() {
    }

    /** Writes lines, each with a line break at its end, as the original code counts them. */
    public static void write(Path file, List<String> lines) throws IOException {
        write(file, String.join("\n", lines) + "\n");
    }

    /** Writes a text as it is. */
    public static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(bytes));
    }
}
