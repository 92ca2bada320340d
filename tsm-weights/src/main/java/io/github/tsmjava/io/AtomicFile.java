package io.github.tsmjava.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
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
    /** Of a file's name, in bytes, for temporary names to begin with it; file systems allow 255 at most. */
    private static final int LONGEST_STEM = 64;
    private static final int MOST_LINKS = 40;

    private AtomicFile() {
    }

    /**
     * Writes a file, or replaces it; then it keeps its permissions. A link stays a link: the file that it leads to is
     * written. What has been written so far is deleted when the program is asked to end meanwhile.
     *
     * @throws IOException in one line that names the file, if it cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = target(file);
        try (Temporary temporary = temporary(target)) {
            try (FileChannel channel = FileChannel.open(temporary.path(), StandardOpenOption.WRITE)) {
                content.writeTo(channel);
                channel.force(true);
            }
            keepPermissions(target, temporary.path());
            Files.move(temporary.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("%s: cannot be written: %s".formatted(file, reason(e)), e);
        }
    }

    /** In place of a file with permissions of its own, one that nobody else can read before it has them too. */
    private static Temporary temporary(Path target) throws IOException {
        Path path = target.resolveSibling(".%s.%s.tmp".formatted(stem(target), UUID.randomUUID()));
        return permissions(target) == null ? Temporary.file(path) : Temporary.file(path,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void keepPermissions(Path target, Path temporary) throws IOException {
        PosixFileAttributeView view = permissions(target);
        if (view != null) {
            Set<PosixFilePermission> kept = view.readAttributes().permissions();
            // Systems that have the same for all files may not let them be set.
            if (!Files.getPosixFilePermissions(temporary).equals(kept)) {
                Files.setPosixFilePermissions(temporary, kept);
            }
        }
    }

    /** Those of a file, or null if it is not there or its system knows none. */
    private static PosixFileAttributeView permissions(Path file) {
        return Files.exists(file) ? Files.getFileAttributeView(file, PosixFileAttributeView.class) : null;
    }

    /** What the temporary names of a file begin with: its name, or what stands for one that leaves no room. */
    private static String stem(Path target) {
        String name = target.getFileName().toString();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST_STEM ? name : UUID.nameUUIDFromBytes(bytes).toString();
    }

    /**
     * Deletes what writers of a file have left beside it when they were killed. Nobody may be writing it meanwhile.
     *
     * @throws IOException if the folder cannot be read, or a file in it not be deleted
     */
    public static void deleteLeftovers(Path file) throws IOException {
        Path target = target(file);
        Pattern name = Pattern.compile(Pattern.quote("." + stem(target) + ".") + UUID_PATTERN + "\\.tmp");
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
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new IOException("%s: expected a file to write, found links that lead nowhere".formatted(file));
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new IOException("%s: expected a folder %s to write into, found none"
                    .formatted(file, target.getParent()));
        }
        return target;
    }
}
