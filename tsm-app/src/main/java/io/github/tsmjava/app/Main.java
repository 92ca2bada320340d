package io.github.tsmjava.app;

import io.github.tsmjava.app.learning.CourseCommand;
import io.github.tsmjava.app.learning.ExplainCommand;
import io.github.tsmjava.app.options.BackboneNames;
import io.github.tsmjava.app.original.Programs;
import io.github.tsmjava.app.original.Spelling;
import io.github.tsmjava.app.page.DemoCommand;
import io.github.tsmjava.app.page.LearnCommand;
import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.Suggestions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.app.zoo.ZooCommand;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.Trainer.TrainingException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root command. Exit codes: 0 done, 2 bad input or usage or no place for results, 1 a fault of ours. */
@Command(name = "tsm", versionProvider = Main.Version.class, mixinStandardHelpOptions = true,
        description = "Temporal Shift networks for video, in pure Java.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault of this program",
                "2:bad input or usage, or results that cannot be written",
            "141:nobody reads the results any more, as behind a pipe to head"},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ClassifyCommand.class, WatchCommand.class, DemoCommand.class, ExplainCommand.class,
            LearnCommand.class, CourseCommand.class, LogitsCommand.class, InspectCommand.class, ConvertCommand.class,
            ExportCommand.class, TrainCommand.class, TeachCommand.class, EvalCommand.class, ZooCommand.class, PrepareCommand.class,
            GesturesCommand.class, SparkCommand.class, BenchCommand.class, HelpCommand.class})
public final class Main implements Runnable {

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    /** As of a program that the signal for it has ended, 128 + 13; such a program says nothing either. */
    private static final int NOBODY_READS = 141;
    private static final String CLOSED_PIPE = "Broken pipe";

    @Spec
    private CommandSpec spec;

    private Main() {
    }

    /** The version that Maven builds. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() throws IOException {
            try (InputStream in = Main.class.getResourceAsStream("version.txt")) {
                return new String[] {"tsm " + new String(in.readAllBytes(), StandardCharsets.UTF_8).strip()};
            }
        }
    }

    /** Without a command, the overview. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    public static void main(String[] args) {
        start(new Main(), args);
    }

    /** Runs a command line of one of tsm's programs, and ends with its exit code. */
    public static void start(Object command, String... args) {
        // Programs read what is printed, so digits are those of every programming language.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "tsm: %5$s%n");
        }
        System.exit(run(command, writer(FileDescriptor.out, System.out.charset()),
                writer(FileDescriptor.err, System.err.charset()), args));
    }

    /** Straight to where it goes, since Java's own streams do not tell when that cannot be written. */
    private static Writer writer(FileDescriptor stream, Charset charset) {
        return new OutputStreamWriter(Progress.yielding(new FileOutputStream(stream)), charset);
    }

    /** Runs one command line and returns its exit code. */
    public static int run(Writer stdout, Writer stderr, String... args) {
        return run(new Main(), stdout, stderr, args);
    }

    /** The same for a program of its own that looks and answers like all commands. */
    public static int run(Object command, Writer stdout, Writer stderr, String... args) {
        Output out = new Output(stdout);
        Output err = new Output(stderr);
        int exit = execute(command, out, err, args);
        IOException failure = out.failure();
        if (exit != ExitCode.OK || failure == null) {
            return exit;
        }
        if (String.valueOf(failure.getMessage()).contains(CLOSED_PIPE)) {
            return NOBODY_READS;
        }
        err.println("tsm: stdout cannot be written: " + line(failure));
        return ExitCode.USAGE;
    }

    /** All commands and their options. */
    static CommandLine commandLine(Output out, Output err) {
        return commandLine(new Main(), out, err);
    }

    private static CommandLine commandLine(Object program, Output out, Output err) {
        CommandLine commandLine = new CommandLine(program)
                .setOut(out)
                .setErr(err)
                .setResourceBundle(new BackboneNames())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false)
                .registerConverter(Path.class, Main::path)
                .setParameterExceptionHandler((e, arguments) -> reportUsage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, err));
        commandLine.getCommandSpec().preprocessor(new Spelling());
        HelpLayout.apply(commandLine);
        return commandLine;
    }

    private static int execute(Object program, Output out, Output err, String... args) {
        Optional<String> counterpart = args.length == 0 ? Optional.empty() : Programs.counterpart(args[0]);
        if (counterpart.isPresent()) {
            return report(new UsageException(counterpart.get()), err);
        }
        try {
            return commandLine(program, out, err).execute(args);
        } catch (OutOfMemoryError e) {
            return report(e, err);
        } catch (ExceptionInInitializerError e) {
            // A class refuses the value of a system property, such as tsm.kernels.
            return report(e.getCause() instanceof IllegalArgumentException refusal
                    ? new UsageException(refusal.getMessage()) : e, err);
        }
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new TypeConversionException("expected a path, found nothing");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("expected a path, found '%s' (%s)".formatted(text, e.getReason()));
        }
    }

    private static int reportUsage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        List<String> similar = e instanceof UnmatchedArgumentException unmatched ? Suggestions.of(unmatched)
                : List.of();
        command.getErr().println("tsm: %s%s (see %s --help)".formatted(line(e),
                similar.isEmpty() ? "" : "; did you mean " + String.join(", ", similar) + "?",
                command.getCommandSpec().qualifiedName()));
        return ExitCode.USAGE;
    }

    private static int report(Throwable e, PrintWriter err) {
        if (e instanceof IOException || e instanceof ShapeException || e instanceof UsageException
                || e instanceof TrainingException || e instanceof OutOfMemoryError) {
            err.println("tsm: " + line(e));
            return ExitCode.USAGE;
        }
        err.println("tsm: a fault of this program, please report it:");
        e.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }

    /** What went wrong, in one line that names the file. */
    public static String line(Throwable e) {
        return switch (e) {
            case OutOfMemoryError memory ->
                "not enough memory (%s): ask for less, or allow more, as in TSM_JAVA_OPTIONS=-Xmx8g"
                        .formatted(memory.getMessage());
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case FileSystemException file -> file.getFile() + ": "
                    + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
            default -> String.valueOf(e.getMessage()).lines().map(String::strip).filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" "));
        };
    }
}
