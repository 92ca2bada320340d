package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code tsm}, with a Java and a Maven that only tell what they were asked for. */
@Timeout(120)
class LauncherTest {

    /** What the script may call beside those two; flock is not everywhere. */
    private static final List<String> TOOLS = List.of("bash", "sh", "sed", "find", "cat", "mkdir", "rm", "mv",
            "dirname", "readlink", "sleep", "tail", "grep", "locale", "stty", "touch", "rmdir");

    /** Builds slowly, and fails when two builds are at work at once. */
    private static final String MAVEN = """
            #!/bin/sh
            for argument; do
              case $argument in -Dtsm.lib=*) lib=${argument#-Dtsm.lib=} ;; esac
            done
            echo build >>"$LOG"
            mkdir building || exit 1
            sleep 0.3
            [ -d "tsm-app/target/$lib" ] && echo classes >"tsm-app/target/$lib/app.jar" || exit 1
            rmdir building
            """;

    /** Fails when the class path is not whole. */
    private static final String JAVA = """
            #!/bin/sh
            for argument; do
              case $argument in
                -XX:ArchiveClassesAtExit=*) echo archive >>"$LOG"; echo archive >"${argument#*=}" ;;
                -XX:SharedArchiveFile=*) cat "${argument#*=}" >/dev/null || exit 3 ;;
                *'/lib/*') [ -f "${argument%\\*}app.jar" ] || exit 4 ;;
              esac
              printf '%s\\n' "$argument"
            done
            """;

    @TempDir
    private Path folder;

    private Path tools;
    private Path jdk;

    private record Outcome(int exit, List<String> out, List<String> err) {
    }

    @BeforeEach
    void writePrograms() throws IOException {
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : TOOLS) {
            tool(tool);
        }
        program(tools.resolve("mvn"), MAVEN);
        jdk = folder.resolve("a jdk");
        program(jdk.resolve("bin/java"), JAVA);
        program(jdk.resolve("bin/javac"), "");
        Files.writeString(jdk.resolve("release"),
                "JAVA_VERSION=\"25.0.1\"\nMODULES=\"java.base jdk.incubator.vector\"\n");
    }

    private void tool(String name) throws IOException {
        Path found = Stream.of(System.getenv("PATH").split(":")).map(place -> Path.of(place, name))
                .filter(Files::isExecutable).findFirst().orElse(null);
        if (found != null) {
            program(tools.resolve(name), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(found));
        }
    }

    private static void program(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        assertTrue(Files.writeString(file, text).toFile().setExecutable(true));
    }

    /** A project in a folder of this name, with the script and nothing to build. */
    private Path project(String name) throws IOException {
        Path project = Files.createDirectory(folder.resolve(name));
        Files.copy(Path.of("..", "tsm"), project.resolve("tsm"));
        assertTrue(project.resolve("tsm").toFile().setExecutable(true));
        Files.writeString(project.resolve("pom.xml"), "");
        for (String module : List.of("tsm-app/src/main", "tsm-bench/src/main", "tsm-bench/src/peers")) {
            Files.createDirectories(project.resolve(module));
        }
        for (String module : List.of("tsm-app", "tsm-bench")) {
            Files.writeString(project.resolve(module).resolve("pom.xml"), "");
        }
        return project;
    }

    private Process start(Path directory, Map<String, String> variables, List<String> command) throws IOException {
        Path out = Files.createTempFile(folder, "run", ".out");
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectOutput(out.toFile()).redirectError(Path.of(out + ".err").toFile());
        builder.environment().clear();
        builder.environment().putAll(Map.of("PATH", tools.toString(), "JAVA_HOME", jdk.toString(),
                "LOG", folder.resolve("log").toString(), "OUT", out.toString()));
        builder.environment().putAll(variables);
        return builder.start();
    }

    private Outcome run(Path directory, Map<String, String> variables, String... command) throws Exception {
        Process process = start(directory, variables, List.of(command));
        int exit = process.waitFor();
        Path out;
        try (Stream<Path> files = Files.list(folder)) {
            out = files.filter(file -> file.toString().endsWith(".out")).findFirst().orElseThrow();
        }
        Outcome outcome = new Outcome(exit, Files.readAllLines(out), Files.readAllLines(Path.of(out + ".err")));
        Files.delete(out);
        return outcome;
    }

    private List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("log"));
    }

    /** Also without a HOME, which services and containers may not have. */
    @ParameterizedTest
    @ValueSource(strings = {"-with two  spaces", "quote'$(true)\"*"})
    void buildsOnceAndStarts(String name) throws Exception {
        Path project = project(name);
        for (int i = 0; i < 2; i++) {
            Outcome outcome = run(project, Map.of(), "./tsm", "inspect", "a b", "", "@zz");
            assertEquals(0, outcome.exit, outcome.err::toString);
            int size = outcome.out.size();
            assertEquals(List.of("-cp", project + "/tsm-app/target/lib/*", "io.github.tsmjava.app.Main",
                    "inspect", "a b", "", "@zz"), outcome.out.subList(size - 7, size));
            assertTrue(outcome.out.contains("-XX:SharedArchiveFile=" + project + "/tsm-app/target/tsm.jsa"));
        }
        assertEquals(List.of("build", "archive"), log());
    }

    @Test
    void isFoundWhateverTheSearchPathOfCdIs() throws Exception {
        Path project = project("project");
        Files.createDirectories(folder.resolve("elsewhere/project"));
        for (String search : List.of(folder.toString(), folder.resolve("elsewhere").toString(), ".")) {
            Outcome outcome = run(folder, Map.of("CDPATH", search), "bash", "project/tsm", "zoo");
            assertEquals(0, outcome.exit, outcome.err::toString);
            assertTrue(outcome.out.contains(project + "/tsm-app/target/lib/*"), outcome.out::toString);
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("project", "tsm"));
        assertEquals(0, run(folder, Map.of("CDPATH", "."), "bash", link.toString()).exit);
    }

    @Test
    void aFolderThatJavaCannotReadFromIsNamed() throws Exception {
        Outcome outcome = run(project("one:two"), Map.of(), "./tsm", "zoo");
        assertEquals(1, outcome.exit);
        assertEquals(1, outcome.err.size());
        assertTrue(outcome.err.getFirst().contains("':'") && outcome.err.getFirst().contains("one:two"));
    }

    /** With and without flock. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalFirstStartsBuildOnce(boolean locks) throws Exception {
        if (locks) {
            tool("flock");
        }
        Path project = project("project");
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(start(project, Map.of(), List.of("./tsm", "zoo")));
        }
        for (Process process : starts) {
            assertEquals(0, process.waitFor(), this::errors);
        }
        assertEquals(1, log().stream().filter("build"::equals).count(), this::errors);
        assertFalse(Files.exists(project.resolve("target/build.lock.d")));
    }

    private String errors() {
        StringBuilder errors = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".err")).toList()) {
                errors.append(Files.readString(file)).append('\n');
            }
        } catch (IOException e) {
            errors.append(e);
        }
        return errors.toString();
    }

    /** The build writes its log in the background, and so may not have begun with it when the script looks for progress. */
    @Test
    void aLogThatIsNotThereYetIsNoFailure() throws Exception {
        Files.writeString(tools.resolve("mvn"), MAVEN.replace("sleep 0.3", "rm tsm-app/target/build.log; sleep 1.5"));
        Outcome outcome = run(project("project"), Map.of(), "./tsm", "zoo");
        assertEquals(0, outcome.exit, outcome.err::toString);
    }

    /** A build of new sources does not take the jars away from under a program that runs. */
    @Test
    void theOldJarsStayUntilTheNewOnesAreThere() throws Exception {
        Path project = project("project");
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        Path lib = project.resolve("tsm-app/target/lib");
        Files.createDirectory(lib.resolve("old"));
        Thread.sleep(50);
        Files.writeString(project.resolve("tsm-app/src/main/New.java"), "");
        Files.writeString(tools.resolve("mvn"), "#!/bin/sh\nexit 1\n");
        assertEquals(1, run(project, Map.of(), "./tsm", "zoo").exit);
        assertTrue(Files.exists(lib.resolve("app.jar")));
        Files.writeString(tools.resolve("mvn"), MAVEN);
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        assertFalse(Files.exists(lib.resolve("old")));
        assertEquals(List.of("build", "archive", "build", "archive"), log());
    }

    @Test
    void aLockThatAKilledStartLeftIsTakenOver() throws Exception {
        Path project = project("project");
        Path lock = Files.createDirectories(project.resolve("target/build.lock.d"));
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.writeString(lock.resolve("pid"), dead.pid() + "\n");
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        assertFalse(Files.exists(lock));
    }

    @Test
    void anArchiveThatHasChangedIsMadeAnew() throws Exception {
        Path project = project("project");
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        Path archive = project.resolve("tsm-app/target/tsm.jsa");
        Files.writeString(archive, "damaged");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.now().plusSeconds(2)));
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        assertEquals("archive\n", Files.readString(archive));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"26\"\n");
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        assertEquals(0, run(project, Map.of(), "./tsm", "zoo").exit);
        assertEquals(List.of("build", "archive", "archive", "archive"), log());
    }
}
