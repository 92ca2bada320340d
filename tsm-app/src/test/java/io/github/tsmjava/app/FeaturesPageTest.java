package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.app.terminal.Output;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/features.md: all capabilities of the original systems, each with a command that is there. */
class FeaturesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "features.md");
    private static final int CAPABILITIES = 71;
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ([^|]+) \\| (.+) \\|$");
    private static final Pattern COMMAND = Pattern.compile("`\\./tsm ([^`]+)`");
    /** Of those, what runs in seconds on the files of this project. */
    private static final Pattern CHEAP = Pattern.compile("(explain|zoo|inspect$|(classify|watch) .*testdata/).*");

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    static Stream<String> commands() throws IOException {
        return COMMAND.matcher(Files.readString(PAGE)).results().map(match -> match.group(1))
                // A program of its own, which the launcher starts.
                .filter(command -> !command.startsWith("bench "));
    }

    @Test
    void everyCapabilityIsThereOrRetiredWithAReason() throws IOException {
        List<MatchResult> rows = rows();
        assertEquals(IntStream.rangeClosed(1, CAPABILITIES).boxed().toList(),
                rows.stream().map(row -> Integer.parseInt(row.group(1))).toList());
        for (MatchResult row : rows) {
            String here = row.group(3);
            assertTrue(here.startsWith("Retired") ? here.length() > 20 : here.contains("`") || here.equals("everything")
                    || here.contains(".md)"), row.group());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theProgramTakesEveryCommand(String command) {
        Output nowhere = new Output(new StringWriter());
        Main.commandLine(nowhere, nowhere).parseArgs(command.split(" "));
        if (CHEAP.matcher(command).matches() && !command.contains(".pth")) {
            Outcome outcome = tsm((Object[]) command.replace("testdata/", "../testdata/").split(" "));
            assertEquals(0, outcome.exit(), outcome.err());
            assertFalse(outcome.out().isBlank());
        }
    }

    /** Pages that it points to. */
    @Test
    void linksLeadSomewhere() throws IOException {
        Pattern.compile("\\]\\(([\\w.-]+)\\)").matcher(Files.readString(PAGE)).results().map(match -> match.group(1))
                .forEach(page -> assertTrue(Files.exists(PAGE.resolveSibling(page)), page));
    }
}
