package io.github.tsmjava.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {

    @TempDir
    private Path folder;

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
    }

    private Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private Path temporary() throws IOException {
        return folder.resolve(names().stream().filter(name -> name.endsWith(".tmp")).findFirst().orElseThrow());
    }

    /** A program that has begun a file and a folder, says so, and goes on until it is told to end. */
    static final class Writer {

        public static void main(String[] args) throws IOException {
            Path folder = Path.of(args[0]);
            Temporary inside = Temporary.folder(folder.resolve("folder"));
            Files.writeString(inside.path().resolve("part"), "part");
            AtomicFile.write(folder.resolve("file"), channel -> {
                channel.write(ByteBuffer.allocate(1 << 20));
                System.out.println("begun");
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            });
        }
    }

    @Test
    @Timeout(60)
    void aProgramThatIsAskedToEndLeavesNothingHalfWritten() throws Exception {
        write(folder.resolve("file"), "old");
        Process writer = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
                folder.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        assertEquals("begun", writer.inputReader().readLine());
        assertEquals(3, names().size(), names()::toString);
        writer.destroy();
        writer.waitFor();
        assertEquals(Set.of("file"), names());
        assertEquals("old", Files.readString(folder.resolve("file")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "測"})
    void namesMayBeAsLongAsTheFileSystemAllows(String letter) throws IOException {
        String name = letter.repeat(255 / letter.getBytes(StandardCharsets.UTF_8).length);
        write(folder.resolve(name), "new");
        assertEquals(Set.of(name), names());
        AtomicFile.write(folder.resolve(name), channel -> {
            Files.copy(temporary(), folder.resolve(
                    temporary().getFileName().toString().replaceAll("....\\.tmp", "0000.tmp")));
        });
        assertEquals(2, names().size(), names()::toString);
        AtomicFile.deleteLeftovers(folder.resolve(name));
        assertEquals(Set.of(name), names());
        String message = assertThrows(IOException.class, () -> write(folder.resolve(name + "aaa"), "new")).getMessage();
        assertTrue(message.lines().count() == 1 && message.contains("cannot be written"), message);
        assertEquals(Set.of(name), names());
    }

    @Test
    void aLinkThatLeadsToNoFileYetStaysALink() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("sub", "second"));
        Path second = Files.createSymbolicLink(sub.resolve("second"), Path.of("file"));
        write(first, "new");
        assertTrue(Files.isSymbolicLink(first) && Files.isSymbolicLink(second));
        assertEquals("new", Files.readString(sub.resolve("file")));

        Path nowhere = Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("none", "file"));
        Path round = Files.createSymbolicLink(folder.resolve("round"), Path.of("round"));
        for (Path link : List.of(nowhere, round)) {
            String message = assertThrows(IOException.class, () -> write(link, "new")).getMessage();
            assertTrue(message.startsWith(link + ": expected"), message);
            assertTrue(Files.isSymbolicLink(link));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "rw-rw-rw-", "r--r-----", "rwxr-x--x"})
    void aFileKeepsItsPermissions(String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        AtomicFile.write(file, channel -> {
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary())));
            channel.write(ByteBuffer.allocate(5));
        });
        assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(5, Files.size(file));
    }

    /** As a file that is written without any detour. */
    @Test
    void aNewFileGetsThePermissionsThatNewFilesHave() throws IOException {
        write(folder.resolve("file"), "new");
        Path other = Files.writeString(folder.resolve("other"), "other");
        assertEquals(Files.getPosixFilePermissions(other), Files.getPosixFilePermissions(folder.resolve("file")));
    }
}
