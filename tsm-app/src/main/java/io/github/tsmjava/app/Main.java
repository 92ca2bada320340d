package io.github.tsmjava.app;

import io.github.tsmjava.tensor.ShapeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The root command. Exit codes: 0 done, 2 bad input or usage, 1 a fault of ours. */
@Command(name = "tsm", version = "tsm 0.1.0", mixinStandardHelpOptions = true,
        description = "Temporal Shift networks for video, in pure Java.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:a fault of this program", "2:bad input or usage"},
        synopsisSubcommandLabel = "COMMAND",
        footer = "%nMeasurements: ./tsm bench --help, built on first use.",
        subcommands = {ClassifyCommand.class, LogitsCommand.class, InspectCommand.class, ConvertCommand.class,
            ExportCommand.class})
public final class Main {

    private Main() {
    }

    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /** Runs one command line and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()))
                .execute(args);
    }

    private static int report(Exception e, PrintWriter err) {
        if (e instanceof IOException || e instanceof ShapeException || e instanceof UsageException) {
            err.println("tsm: " + line(e));
            return ExitCode.USAGE;
        }
        err.println("tsm: a fault of this program, please report it:");
        e.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }

    /** What went wrong, in one line that names the file. */
    static String line(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case FileSystemException file -> file.getFile() + ": "
                    + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
            default -> String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        };
    }
}
