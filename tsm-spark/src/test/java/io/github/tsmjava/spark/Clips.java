package io.github.tsmjava.spark;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Folders of videos for tests, made of the project's four. */
final class Clips {

    static final Path TESTDATA = Path.of("..", "testdata").toAbsolutePath().normalize();

    private Clips() {
    }

    static List<Path> gifs() {
        try (Stream<Path> files = Files.list(TESTDATA)) {
            return files.filter(file -> file.toString().endsWith(".gif")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many of them in a folder, again and again under other names. */
    static Path repeated(Path folder, int count) throws IOException {
        return repeated(folder, gifs(), count);
    }

    static Path repeated(Path folder, List<Path> videos, int count) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Path video = videos.get(i % videos.size());
            link(folder.resolve("%05d-%s".formatted(i, video.getFileName())), video);
        }
        return folder;
    }

    /** The same file under another name, where both are on one disk; else a copy. */
    static void link(Path name, Path file) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, name);
        }
    }

    /** Instead of every n-th of a folder, what is left of it after twenty bytes. */
    static void breakEvery(Path folder, int n, int count) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.sorted().toList();
            for (int i : IntStream.iterate(0, i -> i < count, i -> i + n).toArray()) {
                byte[] begin = Arrays.copyOf(Files.readAllBytes(sorted.get(i)), 20);
                Files.delete(sorted.get(i));
                Files.write(sorted.get(i), begin);
            }
        }
    }

    /** A file that takes no room. */
    static Path huge(Path file, long bytes) throws IOException {
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(bytes);
        }
        return file;
    }
}
