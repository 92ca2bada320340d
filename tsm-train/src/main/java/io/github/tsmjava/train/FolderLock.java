package io.github.tsmjava.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second training out of a folder. The operating system lets go of the lock when the process ends, however it
 * ends; what file is left then is in nobody's way.
 */
final class FolderLock implements AutoCloseable {

    private static final String NAME = ".lock";

    private final Path file;
    private final FileChannel channel;

    /** @throws IOException in one line, if another training holds the folder or it cannot be written to */
    FolderLock(Path folder) throws IOException {
        file = folder.resolve(NAME);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // The file is gone if its holder has ended between the two lines.
        if (!isLocked(channel) || !Files.exists(file)) {
            channel.close();
            throw new IOException("%s: another training is writing to this folder".formatted(folder));
        }
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // Some network file systems have no locks. Nobody should be kept from training there.
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
