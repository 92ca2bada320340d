package io.github.tsmjava.train.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
