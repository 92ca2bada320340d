package io.github.tsmjava.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs;
import io.github.tsmjava.app.Main;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bar as a terminal of 60 columns gets it, from a process of its own. */
class ProgressTest {

    private static final int COLUMNS = 60;

    @TempDir
    private Path folder;

    @Test
    void theBarFitsGivesWayToLinesAndLeavesNothingBehind() throws Exception {
        Path frames = Inputs.frames(folder);
        Path screen = folder.resolve("screen.txt");
        Path classes = folder.resolve("classes.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), "-Dtsm.terminal=true", "-Dtsm.kernels=scalar",
                "-Xlog:class+load:file=" + classes,
                Main.class.getName(), "classify", "--top", "1", "--size", "32", frames.toString(), frames.toString());
        builder.environment().put("COLUMNS", "" + COLUMNS);
        assertEquals(0, builder.redirectErrorStream(true).redirectOutput(screen.toFile()).start().waitFor());

        String text = Files.readString(screen);
        List<String> bars = Stream.of(text.split("[\\r\\n]+")).filter(part -> part.startsWith("classify ")).toList();
        // The library draws in a thread of its own, which may see the first clip done already.
        assertTrue(bars.getFirst().matches("classify +\\d+% \\[.+] [01]/2 .*"), text);
        assertTrue(bars.stream().allMatch(bar -> bar.length() < COLUMNS), text);
        List<String> lines = text.lines().flatMap(line -> Stream.of(line.substring(line.lastIndexOf('\r') + 1)))
                .filter(line -> !line.isBlank() && !line.startsWith("classify ")).toList();
        assertEquals(4, lines.size(), text);
        assertEquals(frames.toString(), lines.getFirst());
        assertTrue(text.endsWith("\r" + " ".repeat(COLUMNS - 1) + "\r"), text);
        assertTrue(Files.readAllLines(classes).stream().noneMatch(line -> line.contains("org.jline.terminal.")));
    }
}
