package io.github.tsmjava.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file or a folder that is deleted when it is closed, and when the program is asked to end before. Only a program
 * that is killed without a word leaves it behind.
 */
public final class Temporary implements AutoCloseable {

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
    private static boolean isEnding;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Temporary::deleteAll));
    }

    private final Path path;

    /** Creates the file or folder. */
    @FunctionalInterface
    private interface Creation {
        void at(Path path) throws IOException;
    }

    private Temporary(Path path, Creation creation) throws IOException {
        this.path = path;
        // What is created after the last look at what is open would stay.
        synchronized (Temporary.class) {
            if (isEnding) {
                throw new IOException("%s: not begun, since the program ends".formatted(path));
            }
            creation.at(path);
            OPEN.add(path);
        }
    }

    /** A new empty file, which must not be there yet. */
    static Temporary file(Path path, FileAttribute<?>... attributes) throws IOException {
        return new Temporary(path, file -> FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes).close());
    }

    /**
     * A new empty file among the system's temporary ones, which nobody else may read.
     *
     * @throws IOException if it cannot be created
     */
    public static Temporary file() throws IOException {
        Path path = Path.of(System.getProperty("java.io.tmpdir"), "tsm-" + UUID.randomUUID());
        return file(path, ours(path, "rw-------"));
    }

    /** Rights, where a file system has them. */
    private static FileAttribute<?>[] ours(Path path, String rights) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix") ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))} : new FileAttribute<?>[0];
    }

    /**
     * A new empty folder, which must not be there yet.
     *
     * @throws IOException if it cannot be created
     */
    public static Temporary folder(Path path) throws IOException {
        return new Temporary(path, Files::createDirectory);
    }

    /**
     * A new empty folder among the system's temporary ones, which nobody else may read.
     *
     * @param purpose a part of its name
     * @throws IOException if it cannot be created
     */
    public static Temporary folderFor(String purpose) throws IOException {
        Path path = Path.of(System.getProperty("java.io.tmpdir"), "tsm-%s-%s".formatted(purpose, UUID.randomUUID()));
        return new Temporary(path, folder -> Files.createDirectory(folder, ours(folder, "rwx------")));
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            delete(path);
        } finally {
            OPEN.remove(path);
        }
    }

    private static void deleteAll() {
        synchronized (Temporary.class) {
            isEnding = true;
        }
        for (Path path : OPEN) {
            try {
                delete(path);
            } catch (IOException e) {
                // The others should go all the same, and nobody listens any more.
            }
        }
    }

    /**
     * Deletes a file, or a folder with all that is in it, if it is there. A folder gets another name first, so that
     * whoever still writes to it fails, rather than to go on with a part of what was written.
     *
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path path) throws IOException {
        Path doomed = path;
        if (Files.isDirectory(path)) {
            doomed = path.resolveSibling("." + UUID.randomUUID() + ".deleted");
            Files.move(path, doomed, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.walkFileTree(doomed, new Deletion());
        } catch (NoSuchFileException e) {
            // It has been moved into place.
        }
    }

    /** Of all that is in a folder, and of the folder itself. */
    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
