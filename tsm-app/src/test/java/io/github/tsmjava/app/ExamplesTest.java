package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The examples: each prints what their page shows, started by the page's command. With {@code -Dtsm.course.write=true} the
 * page is given what they print; look at the difference before you keep it.
 */
class ExamplesTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path EXAMPLES = ROOT.resolve("examples");
    private static final Path PAGE = EXAMPLES.resolve("README.md");
    private static final int FEWEST_LINES = 10;
    private static final int MOST_LINES = 40;

    /** Commands, and what the last of them prints. */
    private static final Pattern SHOWN = Pattern.compile("```\n((?:(?:java|\\./tsm) [^\\n]*\\n)+)```\\n\\n```text\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @Test
    void programsPrintWhatThePageShows() throws Exception {
        // Where the commands work as in the project's folder, and leave nothing there.
        for (String name : List.of("examples", "testdata", "tsm-app")) {
            Files.createSymbolicLink(folder.resolve(name), ROOT.resolve(name));
        }
        String page = Files.readString(PAGE);
        String written = page;
        List<Path> run = new ArrayList<>();
        Matcher shown = SHOWN.matcher(page);
        while (shown.find()) {
            List<String> commands = shown.group(1).lines().toList();
            commands.subList(0, commands.size() - 1).forEach(this::tsm);
            List<String> command = words(commands.getLast());
            run.add(Path.of(command.get(5)));
            command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
            String printed = SourceProgram.run(folder, command);
            written = written.replace(shown.group(), "```\n%s```\n\n```text\n%s```".formatted(shown.group(1), printed));
        }
        if (Boolean.getBoolean("tsm.course.write")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(page, written);
        assertEquals(programs(), run.stream().map(program -> program.getFileName().toString()).sorted().toList());
    }

    /** Words without blanks, perhaps in quotes, which a shell takes away. */
    private static List<String> words(String command) {
        return new ArrayList<>(Arrays.asList(command.replace("'", "").split(" ")));
    }

    private void tsm(String command) {
        List<String> words = words(command);
        int output = words.indexOf("--output") + 1;
        words.set(output, folder.resolve(words.get(output)).toString());
        Outcome outcome = Inputs.tsm(words.subList(1, words.size()).toArray());
        assertEquals(0, outcome.exit(), outcome::err);
    }

    private static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".java")).sorted().toList();
        }
    }

    /** Short enough to be read at once, and each says at its head how to run it, as the page does. */
    @Test
    void programsAreShort() throws IOException {
        String page = Files.readString(PAGE);
        assertEquals(4, programs().size());
        for (String program : programs()) {
            List<String> lines = Files.readAllLines(EXAMPLES.resolve(program));
            assertTrue(lines.size() >= FEWEST_LINES && lines.size() <= MOST_LINES, () -> program + ": " + lines.size() + " lines");
            assertTrue(page.contains("\n" + lines.get(1).replaceFirst("// *", "") + "\n"), lines.get(1));
        }
    }
}
