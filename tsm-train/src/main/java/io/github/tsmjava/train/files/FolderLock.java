package io.github.tsmjava.train.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Keeps a second run out of a folder that a first one writes to. The operating system releases the lock when the
 * process ends, however it ends; a file that is left behind then locks nothing.
 */
public final class FolderLock implements AutoCloseable {

    private static final String NAME = ".lock";
    private static final String REFUSAL = "%s: another run is writing to this folder";
    /**
     * Folders locked by this process. Systems drop all of a process's locks on a file when it closes the file once, so
     * a second one must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path held;
    private final Path file;
    private final FileChannel channel;

    /** @throws IOException in one line, if another run holds the folder or it cannot be written to */
    public FolderLock(Path folder) throws IOException {
        held = folder.toRealPath();
        file = held.resolve(NAME);
        if (!HELD.add(held)) {
            throw new IOException(REFUSAL.formatted(folder));
        }
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // The file is gone if its holder has ended between the two lines.
            if (!isLocked(channel) || !Files.exists(file)) {
                channel.close();
                throw new IOException(REFUSAL.formatted(folder));
            }
        } catch (IOException e) {
            HELD.remove(held);
            throw e;
        }
    }

    /**
     * Creates a folder where there is none, and locks it.
     *
     * @throws IOException in one line, if there is a file in its place, or anything in it
     */
    public static FolderLock ofEmpty(Path folder) throws IOException {
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new IOException("%s: expected a new or empty folder, found %s"
                    .formatted(folder, Files.isDirectory(folder) ? "files in it" : "a file"));
        }
        Files.createDirectories(folder);
        return new FolderLock(folder);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // Some network file systems have no locks; work must be possible there, too.
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            HELD.remove(held);
        }
    }
}
