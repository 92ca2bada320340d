package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/api.md names every type that a module exports to everybody, and no other. */
class ApiPageTest {

    private static final Pattern EXPORT = Pattern.compile("exports ([\\w.]+);");
    private static final Pattern PACKAGE = Pattern.compile("### `([\\w.]+)`");
    private static final Pattern ROW = Pattern.compile("\\| \\*{0,2}`(\\w+)`\\*{0,2} \\| \\S.*");
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @Test
    void thePageIsTheApi() throws IOException {
        Set<String> listed = new TreeSet<>();
        String at = "";
        for (String line : Files.readAllLines(ROOT.resolve("docs/api.md"))) {
            Matcher heading = PACKAGE.matcher(line);
            Matcher row = ROW.matcher(line);
            if (heading.matches()) {
                at = "io.github.tsmjava." + heading.group(1);
            } else if (row.matches()) {
                assertTrue(listed.add(at + "." + row.group(1)), line);
            }
        }
        assertEquals(exported(), listed);
    }

    private static Set<String> exported() throws IOException {
        Set<String> types = new TreeSet<>();
        for (String module : List.of("tensor", "nn", "weights", "video", "models", "train")) {
            Path sources = ROOT.resolve("tsm-" + module + "/src/main/java");
            Matcher export = EXPORT.matcher(Files.readString(sources.resolve("module-info.java")));
            while (export.find()) {
                try (Stream<Path> files = Files.list(sources.resolve(export.group(1).replace('.', '/')))) {
                    for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                        String name = file.getFileName().toString().replace(".java", "");
                        Pattern type =
                                Pattern.compile("(?m)^public .*\\b(class|interface|record|enum) " + name + "\\b");
                        if (type.matcher(Files.readString(file)).find()) {
                            types.add(export.group(1) + "." + name);
                        }
                    }
                }
            }
        }
        return types;
    }
}
