package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads whole files into memory outside the heap. They are not mapped: when somebody cuts a mapped file short, the
 * operating system kills the process that reads on.
 */
final class FileBytes {

    /** What one buffer can hold, and a page's multiple. */
    private static final long CHUNK = 1 << 30;

    private FileBytes() {
    }

    /** A copy of a file's bytes, valid until the arena is closed. */
    static MemorySegment read(Path file, Arena arena, Limits limits) throws CheckpointException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe could wait forever.
            throw new CheckpointException(file, "expected a regular file, found "
                    + (Files.isDirectory(file) ? "a folder" : "something else"));
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > limits.bytes()) {
                throw new CheckpointException(file, "expected at most %d bytes, found %d".formatted(limits.bytes(), size));
            }
            MemorySegment bytes = arena.allocate(size);
            for (long from = 0; from < size; from += CHUNK) {
                ByteBuffer chunk = bytes.asSlice(from, Math.min(CHUNK, size - from)).asByteBuffer();
                while (chunk.hasRemaining()) {
                    if (channel.read(chunk, from + chunk.position()) < 0) {
                        throw new CheckpointException(file, "expected %d bytes, found %d: it was cut while it was read"
                                .formatted(size, from + chunk.position()));
                    }
                }
            }
            return bytes.asReadOnly();
        } catch (CheckpointException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "expected a file, found none", e);
        } catch (IOException e) {
            throw new CheckpointException(file, "expected a readable file, found "
                    + (e instanceof AccessDeniedException ? "that access is denied" : e.getMessage()), e);
        } catch (OutOfMemoryError e) {
            throw new CheckpointException(file, "expected a file that fits into memory, found one that does not", e);
        }
    }
}
