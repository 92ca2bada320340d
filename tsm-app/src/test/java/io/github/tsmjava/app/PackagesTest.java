package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The layout of all modules: packages that a reader can hold in the head, and imports that run one way. */
class PackagesTest {

    private static final int MOST_FILES = 20;
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(io\\.github\\.tsmjava(?:\\.[a-z]\\w*)*)\\.[A-Z*]");

    /** Every source file by its package, which is its folder. */
    private static Map<String, List<Path>> packages() throws IOException {
        Map<String, List<Path>> packages = new TreeMap<>();
        try (Stream<Path> modules = Files.list(Path.of("").toAbsolutePath().getParent())) {
            for (Path root : modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                            .forEach(file -> packages.computeIfAbsent(root.relativize(file.getParent()).toString()
                                    .replace('/', '.'), _ -> new ArrayList<>()).add(file));
                }
            }
        }
        assertTrue(packages.size() > 30, "found only " + packages.keySet());
        return packages;
    }

    @Test
    void noPackageIsTooLarge() throws IOException {
        Map<String, Integer> large = packages().entrySet().stream().filter(e -> e.getValue().size() > MOST_FILES)
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().size()));
        assertEquals(Map.of(), large);
    }

    @Test
    void importsRunOneWay() throws IOException {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (Map.Entry<String, List<Path>> entry : packages().entrySet()) {
            Set<String> imported = imports.computeIfAbsent(entry.getKey(), _ -> new TreeSet<>());
            for (Path file : entry.getValue()) {
                IMPORT.matcher(Files.readString(file)).results().map((MatchResult match) -> match.group(1))
                        .forEach(imported::add);
            }
            imported.remove(entry.getKey());
        }
        // Whatever imports nothing that is left can be taken away; what can never be taken away is a circle.
        Set<String> left = new TreeSet<>(imports.keySet());
        while (left.removeIf(name -> imports.get(name).stream().noneMatch(left::contains))) {
            assertTrue(left.size() < imports.size());
        }
        assertEquals(Set.of(), left, "packages that import one another in a circle, or import such packages");
    }
}
