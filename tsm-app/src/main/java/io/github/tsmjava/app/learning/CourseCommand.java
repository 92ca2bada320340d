package io.github.tsmjava.app.learning;

import io.github.tsmjava.app.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm course}: programs that explain the shift, each in a file that a reader can change and run again. */
@Command(name = "course", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Lists the chapters of the course in docs/course, or runs the program of a chapter or the solution of one "
                + "of its exercises. Each runs as its first lines say, in a Java of its own.")
public final class CourseCommand implements Callable<Integer> {

    /** Where the project lies; the launcher says it. */
    private static final String HOME = "tsm.home";

    private static final Path COURSE = Path.of("docs", "course");
    private static final Path JARS = Path.of("tsm-app", "target", "lib");
    private static final Pattern CHAPTER = Pattern.compile("(\\d+)-.+");
    private static final Pattern EXERCISE = Pattern.compile("Exercise(\\d+)\\.java");
    private static final Pattern PLAIN = Pattern.compile("[\\w./:=-]+");
    private static final String TITLE = "# ";

    @Parameters(index = "0", arity = "0..1", paramLabel = "N", description = "A chapter to run (default: list them).")
    private Integer chapter;

    @Parameters(index = "1", arity = "0..1", paramLabel = "EXERCISE",
            description = "An exercise whose solution to run (default: the chapter's own program).")
    private Integer exercise;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path home = Path.of(System.getProperty(HOME, "")).toAbsolutePath();
        Map<Integer, Path> chapters = chapters(home);
        if (chapter == null) {
            list(chapters);
            return 0;
        }
        Path folder = chapters.get(chapter);
        if (folder == null) {
            throw new UsageException("course: expected a chapter from 1 to %d, found %d".formatted(chapters.size(), chapter));
        }
        Path program = exercise == null ? ownProgram(folder) : solution(folder);
        if (!Files.isDirectory(home.resolve(JARS))) {
            throw new UsageException("course: no jars in %s; ./tsm --version builds them".formatted(home.resolve(JARS)));
        }
        return run(home, command(home.relativize(program)));
    }

    private static Map<Integer, Path> chapters(Path home) throws IOException {
        Path course = home.resolve(COURSE);
        if (!Files.isDirectory(course)) {
            throw new UsageException("course: no folder %s; the course comes with the project's sources".formatted(course));
        }
        return numbered(course, CHAPTER);
    }

    /** What a folder holds whose names say a number, by that number. */
    private static Map<Integer, Path> numbered(Path folder, Pattern pattern) throws IOException {
        Map<Integer, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = pattern.matcher(file.getFileName().toString());
                if (name.matches()) {
                    found.put(Integer.valueOf(name.group(1)), file);
                }
            }
        }
        return found;
    }

    private void list(Map<Integer, Path> chapters) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        for (Map.Entry<Integer, Path> entry : chapters.entrySet()) {
            out.printf("%2d  %s%n", entry.getKey(), title(entry.getValue().resolve("README.md")));
        }
        out.println("./tsm course N runs the program of a chapter, ./tsm course N EXERCISE a solution; begin with docs/course/README.md");
    }

    /** The heading of a page, without the chapter's number. */
    private static String title(Path page) throws IOException {
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith(TITLE)).findFirst()
                    .orElseThrow(() -> new IOException(page + ": no heading"))
                    .substring(TITLE.length()).replaceFirst("^\\d+ · ", "");
        }
    }

    /** The program whose first line names the chapter alone. */
    private Path ownProgram(Path folder) throws IOException {
        String first = "// Chapter " + chapter + ":";
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                if (Files.readString(file).startsWith(first)) {
                    return file;
                }
            }
        }
        throw new IOException("%s: no program begins with '%s'".formatted(folder, first));
    }

    private Path solution(Path folder) throws IOException {
        Map<Integer, Path> solutions = numbered(folder, EXERCISE);
        Path solution = solutions.get(exercise);
        if (solution == null) {
            throw new UsageException("course %d: expected an exercise from 1 to %d, found %d"
                    .formatted(chapter, solutions.size(), exercise));
        }
        return solution;
    }

    /** As in the program's first lines, with the Java that runs now: the one on the PATH may be too old. */
    public static List<String> command(Path program) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", JARS + "/*",
                "--add-modules", "jdk.incubator.vector", program.toString());
    }

    private int run(Path home, List<String> command) throws IOException, InterruptedException {
        spec.commandLine().getErr().println(command.stream()
                .map(word -> PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ")));
        Process process = new ProcessBuilder(command).directory(home.toFile()).inheritIO().start();
        // So that an interrupted command leaves nothing behind.
        Thread stop = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stop);
        int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(stop);
        return code;
    }
}
