package io.github.tsmjava.weights;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Maps files into memory. */
final class MappedFile {

    private MappedFile() {
    }

    /** The bytes of a file, valid until the arena is closed. */
    static MemorySegment map(Path file, Arena arena) throws CheckpointException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe could wait forever.
            throw new CheckpointException(file, "expected a regular file, found "
                    + (Files.isDirectory(file) ? "a folder" : "something else"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "expected a file, found none", e);
        } catch (IOException e) {
            throw new CheckpointException(file, "expected a readable file, found "
                    + (e instanceof AccessDeniedException ? "that access is denied" : e.getMessage()), e);
        }
    }
}
