package io.github.tsmjava.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Packs tsm, and the jars of its own class path with it, for people without a JDK who have such a machine as it runs on: a folder
 * and a zip of it. Arguments: the project's folder, the folder to write to, the version, and the time that all files are given.
 */
public final class Packages {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private Packages() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path project = Path.of(args[0]);
        Path target = Path.of(args[1]);
        Path folder = target.resolve("tsm-%s-%s".formatted(args[2], platform()));
        FileTime time = FileTime.from(Instant.parse(args[3]));
        Path zip = target.resolve(folder.getFileName() + ".zip");
        Path work = target.resolve("modules");
        delete(work);
        delete(folder);
        Files.deleteIfExists(zip);
        Files.createDirectories(work);
        Files.createDirectories(folder);
        for (String name : List.of("testdata", WINDOWS ? "tsm.cmd" : "tsm", "LICENSE", "NOTICE")) {
            copy(project.resolve(name), folder.resolve(name));
        }
        Path lib = Files.createDirectory(folder.resolve("lib"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                copy(Path.of(entry), lib.resolve(Path.of(entry).getFileName()));
            }
        }
        copy(project.resolve("tsm-dist/README.txt"), folder.resolve("README.txt"));
        Image.make(lib, work, folder.resolve("runtime"));
        // The launchers name it.
        Image.archive(folder.resolve("runtime"), folder.resolve("testdata/swipe-left.gif"), folder.resolve("tsm.jsa"));
        zip(folder, zip, time);
    }

    /** As in {@code linux-x64}. */
    private static String platform() {
        String system = WINDOWS ? "windows" : System.getProperty("os.name").startsWith("Mac") ? "macos" : "linux";
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return system + "-" + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Deletes a folder, if it is there; of links in it the links alone. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The folder as a zip that keeps what may be run, in the order of names. */
    private static void zip(Path folder, Path zip, FileTime time) throws IOException {
        try (FileSystem out = FileSystems.newFileSystem(zip, Map.of("create", true, "enablePosixFileAttributes", true));
             Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                Path entry = out.getPath(folder.getParent().relativize(file).toString().replace('\\', '/'));
                Files.copy(file, entry);
                Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
                Files.setLastModifiedTime(entry, time);
            }
        }
    }
}
