package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.weights.pickle.ByteSource;
import io.github.tsmjava.weights.pickle.PickleException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A run of bytes of a file, or of one that is in memory. They are copied when they are needed. A file is not mapped:
 * when somebody cuts a mapped file short, the operating system ends the process that reads on.
 */
final class FileBytes implements AutoCloseable {

    /** What is copied at a time, where it is much: it stays in the cache. */
    static final int CHUNK = 1 << 16;

    /** Where the bytes are. */
    private interface Source extends AutoCloseable {

        void read(long at, byte[] to, int count) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final Path file;
    private final Source source;
    private final long start;
    private final long size;

    private FileBytes(Path file, Source source, long start, long size) {
        this.file = file;
        this.source = source;
        this.start = start;
        this.size = size;
    }

    /** @param file what messages call the bytes */
    static FileBytes of(Path file, byte[] bytes) {
        return new FileBytes(file, new Source() {
            @Override
            public void read(long at, byte[] to, int count) {
                System.arraycopy(bytes, (int) at, to, 0, count);
            }

            @Override
            public void close() {
            }
        }, 0, bytes.length);
    }

    /** The bytes of a file; slices can be read until it is closed. */
    static FileBytes open(Path file, Limits limits) throws CheckpointException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Opening a pipe could wait forever.
            throw new CheckpointException(file, "expected a regular file, found "
                    + (Files.isDirectory(file) ? "a folder" : "something else"));
        }
        try {
            // Not a channel, which an interrupt of one reader would close for all.
            RandomAccessFile opened = new RandomAccessFile(readable(file).toFile(), "r");
            long size = opened.length();
            if (size > limits.bytes()) {
                opened.close();
                throw new CheckpointException(file,
                        "expected at most %d bytes, found %d".formatted(limits.bytes(), size));
            }
            return new FileBytes(file, new Source() {
                @Override
                public synchronized void read(long at, byte[] to, int count) throws IOException {
                    opened.seek(at);
                    opened.readFully(to, 0, count);
                }

                @Override
                public void close() throws IOException {
                    opened.close();
                }
            }, 0, size);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(file, "expected a file, found none", e);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file, "expected a readable file, found "
                    + (e instanceof AccessDeniedException ? "that access is denied" : e.getMessage()), e);
        }
    }

    /** The file, of which RandomAccessFile would not say what is wrong with it. */
    private static Path readable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        return file;
    }

    long size() {
        return size;
    }

    /** @throws IndexOutOfBoundsException if not all of them are there */
    FileBytes slice(long from, long count) {
        Objects.checkFromIndexSize(from, count, size);
        return new FileBytes(file, source, start + from, count);
    }

    /**
     * A copy of some bytes.
     *
     * @throws CheckpointException       if the file has become shorter meanwhile, or cannot be read
     * @throws IndexOutOfBoundsException if not all of them were there in the first place
     */
    byte[] copy(long from, int count) throws CheckpointException {
        Objects.checkFromIndexSize(from, count, size);
        byte[] copy = new byte[count];
        copy(from, copy, count);
        return copy;
    }

    /** Copies some bytes to the beginning of an array, as {@link #copy} does. */
    void copy(long from, byte[] to, int count) throws CheckpointException {
        Objects.checkFromIndexSize(from, count, size);
        try {
            source.read(start + from, to, count);
        } catch (IOException e) {
            throw new CheckpointException(file, reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof EOFException ? "expected the bytes that were there when it was opened, found fewer"
                : "expected a readable file, found " + e.getMessage();
    }

    /** The same for a pickle. */
    ByteSource source() {
        return new ByteSource() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public byte[] copy(long from, int count) throws PickleException {
                Objects.checkFromIndexSize(from, count, size);
                byte[] copy = new byte[count];
                try {
                    source.read(start + from, copy, count);
                } catch (IOException e) {
                    throw new PickleException(reason(e));
                }
                return copy;
            }
        };
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            // Nothing was written.
        }
    }
}
