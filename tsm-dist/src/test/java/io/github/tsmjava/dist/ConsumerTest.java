package io.github.tsmjava.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.dist.Runs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The project examples/consumer, built by Maven outside of ours, with our jars and poms as they go into a repository. */
@DisabledOnOs(OS.WINDOWS)
class ConsumerTest {

    private static final String VERSION = System.getProperty("tsm.version");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path CLIP = Runs.PROJECT.resolve("testdata/swipe-left.gif");
    /** In other locales Java finds no files in folders whose names are not ASCII. */
    private static final Map<String, String> UMLAUTS = Map.of("LC_ALL", "C.UTF-8");
    private static final String ANSWER = "swipe left 100.0 %\n";

    @TempDir
    private static Path folder;

    private static Path project;

    @BeforeAll
    static void build() throws Exception {
        project = folder.resolve("ein schönes Projekt");
        Path example = Runs.PROJECT.resolve("examples/consumer");
        for (String file : List.of("pom.xml", "src/main/java/module-info.java", "src/main/java/consumer/Hello.java")) {
            Files.createDirectories(project.resolve(file).getParent());
            Files.copy(example.resolve(file), project.resolve(file));
        }
        Path repository = repository();
        Map<String, String> variables = new TreeMap<>(System.getenv());
        variables.putAll(UMLAUTS);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        Outcome outcome = Runs.run(project, variables, Path.of(System.getProperty("tsm.maven"), "bin", "mvn"), "--batch-mode",
                "--no-transfer-progress", "-Dmaven.repo.local=" + repository, "-Dtsm.version=" + VERSION, "process-classes");
        assertEquals(0, outcome.exit(), outcome::out);
    }

    /** The usual local repository by links, so that nothing is downloaded again; of ours nothing but what is built here. */
    private static Path repository() throws IOException {
        Path usual = Path.of(System.getProperty("tsm.repository"));
        Path repository = Path.of("target/repository").toAbsolutePath();
        Packages.delete(repository);
        links(usual, repository, "io");
        links(usual.resolve("io"), repository.resolve("io"), "github");
        links(usual.resolve("io/github"), repository.resolve("io/github"), "tsmjava");
        Path ours = repository.resolve("io/github/tsmjava");
        try (Stream<Path> modules = Files.list(Runs.PROJECT)) {
            for (Path pom : modules.map(module -> module.resolve("pom.xml")).filter(Files::exists).toList()) {
                publish(pom.getParent().getFileName().toString(), pom, ours);
            }
        }
        publish("tsm-parent", Runs.PROJECT.resolve("pom.xml"), ours);
        return repository;
    }

    private static void links(Path from, Path to, String but) throws IOException {
        Files.createDirectories(to.resolve(but));
        if (Files.isDirectory(from)) {
            try (Stream<Path> entries = Files.list(from)) {
                for (Path entry : entries.filter(entry -> !entry.endsWith(but)).toList()) {
                    Files.createSymbolicLink(to.resolve(entry.getFileName()), entry);
                }
            }
        }
    }

    /** What {@code mvn install} does: a pom and, of a module that has one, a jar. */
    private static void publish(String artifact, Path pom, Path ours) throws IOException {
        Path place = Files.createDirectories(ours.resolve(artifact).resolve(VERSION));
        String name = artifact + "-" + VERSION;
        Files.copy(pom, place.resolve(name + ".pom"));
        Path jar = pom.resolveSibling("target").resolve(name + ".jar");
        if (Files.exists(jar)) {
            Files.copy(jar, place.resolve(name + ".jar"));
        }
    }

    @Test
    void runsFromTheClassPath() throws Exception {
        assertAnswers(Runs.run(project, UMLAUTS, JAVA, "-cp", "target/classes:target/lib/*", "--add-modules", "jdk.incubator.vector",
                "consumer.Hello", CLIP));
    }

    @Test
    void runsAsAModule() throws Exception {
        assertAnswers(Runs.run(project, UMLAUTS, JAVA, "-p", "target/classes:target/lib", "--add-modules", "jdk.incubator.vector",
                "-m", "consumer/consumer.Hello", CLIP));
    }

    /** Who depends on the networks gets neither the command line nor the page's server. */
    @Test
    void needsFewJars() throws IOException {
        try (Stream<Path> files = Files.list(project.resolve("target/lib"))) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertTrue(names.stream().noneMatch(name -> name.matches("(picocli|jetty|junit|tsm-(app|web|train)).*")), names::toString);
        }
    }

    private static void assertAnswers(Outcome outcome) {
        assertEquals(ANSWER, outcome.out(), outcome::err);
        assertEquals(0, outcome.exit());
    }
}
