package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is published agrees with itself: versions, the list of modules, the exported packages, licences. */
class PublishedModulesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> LIBRARIES = List.of("tensor", "nn", "weights", "video", "models", "train");

    @Test
    void oneVersion() throws IOException {
        String version;
        try (InputStream text = Main.class.getResourceAsStream("version.txt")) {
            version = new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        for (Path pom : poms()) {
            assertEquals(version, all(pom, "<artifactId>tsm-[a-z]+</artifactId>\\s*<version>([^$<]+)</version>").findFirst()
                    .orElseThrow(), pom.toString());
        }
        assertEquals(List.of(version), all(ROOT.resolve("CITATION.cff"), "(?m)^version: (.+)$").toList());
        assertEquals(Set.of(version), all(ROOT.resolve("README.md"), "<version>(.+)</version>").collect(Collectors.toSet()));
    }

    @Test
    void theBillOfMaterialsHasAllModulesThatAreDeployed() throws IOException {
        Set<String> deployed = new TreeSet<>();
        for (Path pom : poms()) {
            String module = pom.getParent().getFileName().toString();
            if (module.startsWith("tsm-") && !module.equals("tsm-bom") && !Files.readString(pom).contains("maven.deploy.skip>true")) {
                deployed.add(module);
            }
        }
        assertEquals(deployed, all(ROOT.resolve("tsm-bom/pom.xml"), "<artifactId>(tsm-(?!bom)[a-z]+)</artifactId>")
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatIsExportedToAllIsComparedWithTheLastRelease() throws IOException {
        Set<String> exported = new TreeSet<>();
        for (String library : LIBRARIES) {
            all(ROOT.resolve("tsm-" + library + "/src/main/java/module-info.java"), "exports ([\\w.]+);").forEach(exported::add);
        }
        assertEquals(exported, all(ROOT.resolve("pom.xml"), "<include>(io\\.github\\.tsmjava[\\w.]*)</include>")
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void eachModuleHasTheLicence() {
        for (String file : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
            List<String> found = getClass().getClassLoader().resources(file).map(Object::toString).toList();
            for (String module : Stream.concat(LIBRARIES.stream(), Stream.of("web", "app")).toList()) {
                assertTrue(found.stream().anyMatch(at -> at.contains("/tsm-" + module + "/")), file + " of " + module + ": " + found);
            }
        }
    }

    private static List<Path> poms() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return Stream.concat(Stream.of(ROOT), folders.filter(folder -> folder.getFileName().toString().startsWith("tsm-")))
                    .map(folder -> folder.resolve("pom.xml")).filter(Files::exists).toList();
        }
    }

    private static Stream<String> all(Path file, String pattern) throws IOException {
        return Pattern.compile(pattern).matcher(Files.readString(file)).results().map((MatchResult found) -> found.group(1));
    }
}
