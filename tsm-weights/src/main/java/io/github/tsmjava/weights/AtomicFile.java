package io.github.tsmjava.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/** Writes files whole or not at all: under a temporary name in the same folder, then moved into place. */
public final class AtomicFile {

    /** Writes the file's content. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private AtomicFile() {
    }

    /**
     * Writes a file, or replaces it. A link stays a link: the file that it leads to is replaced.
     *
     * @throws IOException in one line that names the file, if it cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = target(file);
        Path temporary = target.resolveSibling(".%s.%s.tmp".formatted(target.getFileName(), UUID.randomUUID()));
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("%s: cannot be written: %s".formatted(file, reason(e)), e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Deletes what writers of a file have left beside it when they were killed. Nobody may be writing it meanwhile.
     *
     * @throws IOException if the folder cannot be read, or a file in it not be deleted
     */
    public static void deleteLeftovers(Path file) throws IOException {
        Path target = target(file);
        Pattern name = Pattern.compile(Pattern.quote("." + target.getFileName() + ".") + UUID_PATTERN + "\\.tmp");
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(target.getParent(), sibling ->
                name.matcher(sibling.getFileName().toString()).matches())) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static String reason(IOException e) {
        if (!(e instanceof FileSystemException known)) {
            return e.getMessage();
        }
        return known.getReason() == null ? "no access to its folder" : known.getReason();
    }

    /** Where the file really lies. A device or a pipe must not be replaced by a file. */
    private static Path target(Path file) throws IOException {
        if (Files.exists(file)) {
            if (!Files.isRegularFile(file)) {
                throw new IOException("%s: expected a file to write, found %s"
                        .formatted(file, Files.isDirectory(file) ? "a folder" : "something else"));
            }
            return file.toRealPath();
        }
        Path target = file.toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new IOException("%s: expected a folder %s to write into, found none"
                    .formatted(file, target.getParent()));
        }
        return target;
    }
}
