package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.app.learning.CourseCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The course: every program prints what its page shows, and the figures are what the engine gives. With
 * {@code -Dtsm.course.write=true} the pages are given what the programs print; look at the difference before you keep it.
 */
class CourseTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path COURSE = ROOT.resolve("docs/course");
    private static final String HOME = "tsm.home";
    private static final int CHAPTERS = 10;
    private static final int EXERCISES = 3;

    /** A program as pages name it, and what it prints. */
    private static final Pattern SHOWN = Pattern.compile("\\[(\\w+\\.java)]\\(\\1\\) prints:\n\n```text\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @AfterEach
    void forgetHome() {
        System.clearProperty(HOME);
    }

    @Test
    void programsPrintWhatPagesShow() throws Exception {
        Map<Path, Future<String>> printed = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        // Two at a time: each has threads of its own.
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            // The longest chapter first.
            for (Path page : pages().reversed()) {
                for (String program : shown(page).keySet()) {
                    Path file = page.resolveSibling(program);
                    printed.put(file, pool.submit(() -> SourceProgram.run(ROOT, CourseCommand.command(ROOT.relativize(file)))));
                }
            }
            for (Map.Entry<Path, Future<String>> entry : printed.entrySet()) {
                Path page = entry.getKey().resolveSibling("README.md");
                String program = entry.getKey().getFileName().toString();
                String expected = shown(page).get(program);
                String found = result(entry.getValue());
                if (!expected.equals(found)) {
                    wrong.add("%s%nexpected:%n%s%nfound:%n%s".formatted(ROOT.relativize(entry.getKey()), expected, found));
                    if (Boolean.getBoolean("tsm.course.write")) {
                        Files.writeString(page, Files.readString(page).replace("](%s) prints:\n\n```text\n%s```".formatted(program, expected),
                                "](%s) prints:\n\n```text\n%s```".formatted(program, found)));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(CHAPTERS * (1 + EXERCISES), printed.size());
    }

    @Test
    void figuresAreWhatTheEngineGives() throws Exception {
        assertEquals("the figures are what the engine gives\n", SourceProgram.run(ROOT, CourseCommand.command(Path.of("docs/figures/ShiftFigures.java"))));
    }

    /** Every program says at its head how to run it, and no page forgets one. */
    @Test
    void programsSayHowToRunThem() throws IOException {
        List<Path> pages = pages();
        assertEquals(CHAPTERS, pages.size());
        for (Path page : pages) {
            int chapter = chapter(page);
            Map<String, String> shown = shown(page);
            assertEquals(1 + EXERCISES, shown.size(), page::toString);
            for (String program : shown.keySet()) {
                Path file = page.resolveSibling(program);
                List<String> lines = Files.readAllLines(file);
                String kind = program.startsWith("Exercise") ? ", exercise " + program.charAt("Exercise".length()) + ":" : ":";
                assertTrue(lines.getFirst().startsWith("// Chapter " + chapter + kind), lines::getFirst);
                assertEquals("//   java -cp 'tsm-app/target/lib/*' --add-modules jdk.incubator.vector " + ROOT.relativize(file),
                        lines.get(1));
                assertTrue(lines.size() <= 120, file::toString);
                assertTrue(lines.stream().allMatch(line -> line.length() <= 130), file::toString);
            }
        }
    }

    @Test
    void theChaptersAreListed() {
        System.setProperty(HOME, ROOT.toString());
        Outcome outcome = tsm("course");
        assertEquals(0, outcome.exit(), outcome::err);
        assertEquals(CHAPTERS + 1, outcome.out().lines().count(), outcome::out);
        assertTrue(outcome.out().startsWith(" 1  Pictures as numbers"), outcome::out);
        assertTrue(outcome.out().contains("10  Learn"), outcome::out);
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() {
        System.setProperty(HOME, ROOT.toString());
        assertEquals("tsm: course: expected a chapter from 1 to 10, found 11", refusal("course", "11"));
        assertEquals("tsm: course 3: expected an exercise from 1 to 3, found 4", refusal("course", "3", "4"));
        System.setProperty(HOME, folder.toString());
        assertTrue(refusal("course").startsWith("tsm: course: no folder " + folder), refusal("course"));
    }

    private static String refusal(Object... line) {
        Outcome outcome = tsm(line);
        assertEquals(2, outcome.exit());
        return outcome.err().strip();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> folders = Files.list(COURSE)) {
            return folders.filter(Files::isDirectory).map(chapter -> chapter.resolve("README.md"))
                    .sorted((a, b) -> Integer.compare(chapter(a), chapter(b))).toList();
        }
    }

    private static int chapter(Path page) {
        return Integer.parseInt(page.getParent().getFileName().toString().replaceFirst("-.*", ""));
    }

    /** What a page shows of each program, in the page's order. */
    private static Map<String, String> shown(Path page) throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        Matcher matcher = SHOWN.matcher(Files.readString(page));
        while (matcher.find()) {
            shown.put(matcher.group(1), matcher.group(2));
        }
        return shown;
    }

    private static String result(Future<String> printed) throws InterruptedException {
        try {
            return printed.get();
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        }
    }
}
