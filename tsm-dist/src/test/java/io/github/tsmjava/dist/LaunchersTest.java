package io.github.tsmjava.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launchers tsm and tsm.cmd, and the image, start the same program in the same way. */
class LaunchersTest {

    private static final String FLAG = "(-X[\\w:+=]+)";

    @Test
    void launchersNameTheSameFlags() throws IOException {
        Set<String> unix = flags(line(read("tsm"), "options=("));
        assertEquals(6, unix.size(), unix::toString);
        assertEquals(unix, flags(line(read("tsm.cmd"), "set options=")));
        assertEquals(unix, flags(Image.OPTIONS));
    }

    @Test
    void launchersWantTheSameJavaAndStartTheSameProgram() throws IOException {
        for (String text : new String[] {read("tsm"), read("tsm.cmd")}) {
            assertTrue(Pattern.compile("(?m)^(set )?wanted=25\\r?$").matcher(text).find());
            for (String part : new String[] {"-m io.github.tsmjava.app/io.github.tsmjava.app.Main", "io.github.tsmjava.app.Main",
                "--add-modules jdk.incubator.vector", "TSM_JAVA_OPTIONS", "-Dtsm.home=", "no JDK ", "-DskipTests"}) {
                assertTrue(text.contains(part), part);
            }
        }
    }

    /** As Windows wants it: cmd reads past labels where lines end in a line feed alone. */
    @Test
    void theOneForWindowsHasItsLineEnds() throws IOException {
        String text = read("tsm.cmd");
        assertFalse(Pattern.compile("[^\\r]\\n").matcher(text).find());
        Set<String> wanted = matches(text, "(?:goto|call) :?(\\w+)");
        wanted.remove("mvn");
        assertEquals(matches(text, "(?m)^:(\\w+)"), wanted);
    }

    private static String read(String name) throws IOException {
        return Files.readString(Runs.PROJECT.resolve(name));
    }

    private static String line(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    private static Set<String> flags(String line) {
        return matches(line, FLAG);
    }

    private static Set<String> matches(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
