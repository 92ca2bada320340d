package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Comparison;
import io.github.tsmjava.bench.measure.Fork;
import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.LayerTiming;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.measure.StepTiming;
import io.github.tsmjava.bench.measure.Timing;
import io.github.tsmjava.bench.workload.Workload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./tsm bench}: measures us alone, or with {@code --peers} against other runtimes. See docs/benchmarks.md. */
@Command(name = "tsm bench", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures speed and memory. Nothing else should run meanwhile; see docs/benchmarks.md.",
        subcommands = {ReportCommand.class, TemporalCommand.class, TrainingCommand.class, StartupCommand.class,
            JmhCommand.class, CompareCommand.class, AloneCommand.class, LayersCommand.class, StepsCommand.class,
            FootprintCommand.class, TrainingRun.class})
final class Bench implements Callable<Integer> {

    @Option(names = "--peers", description = "Compare with ONNX Runtime and PyTorch instead of measuring us alone.")
    private boolean peers;

    @Option(names = "--steps", description = "Measure every step of the compiled plans instead.")
    private boolean steps;

    @Option(names = "--model", paramLabel = "M", description = "Only this one: a backbone, with "
            + "tsm-, tsn-, online- or nl- in front and frames and side behind, as in tsm-resnet50, i3d_resnet50 or tsm-mobilenetv2:16x224 (default: "
            + "tsm-resnet50, tsn-resnet50, tsm-mobilenetv2, online-mobilenetv2).")
    private String model;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1,2", split = ",",
            description = "With so many threads (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads;

    @Option(names = "--json", paramLabel = "F",
            description = "Write the results to this file as well, one JSON object a line.")
    private Path json;

    @Mixin
    private Protocol protocol;

    private Bench() {
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        int exit = new CommandLine(new Bench())
                .setUsageHelpAutoWidth(true)
                .setExpandAtFiles(false)
                .setExecutionExceptionHandler((e, command, parsed) -> report(e, command.getErr()))
                .execute(args);
        if (exit == ExitCode.OK && System.out.checkError()) {
            System.err.println("tsm: stdout cannot be written");
            return ExitCode.USAGE;
        }
        return exit;
    }

    private static int report(Exception e, PrintWriter err) {
        if (e instanceof IOException || e instanceof IllegalArgumentException) {
            err.println("tsm: " + e.getMessage());
            return ExitCode.USAGE;
        }
        err.println("tsm: a fault of this program, please report it:");
        e.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() throws Exception {
        checkThreads(threads);
        protocol.check();
        if (json != null) {
            Files.writeString(json, "");
        }
        List<Workload> workloads = model == null ? Workload.ALL : List.of(Workload.named(model));
        if (peers) {
            compare(workloads);
        } else if (steps) {
            measureSteps(workloads);
        } else {
            measureAlone(workloads);
        }
        return 0;
    }

    /** @throws IllegalArgumentException if there is no such number of threads */
    static void checkThreads(List<Integer> threads) {
        for (int count : threads) {
            if (count < 1) {
                throw new IllegalArgumentException("--threads: expected at least 1, found " + count);
            }
        }
    }

    private void compare(List<Workload> workloads) throws IOException, InterruptedException {
        System.out.println(Comparison.HEADER);
        for (Workload workload : workloads) {
            for (int count : threads) {
                Fork.run(protocol.arguments("compare", workload.name(), "" + count))
                        .forEach(line -> report(line, Comparison.class));
            }
        }
        if (workloads.contains(Workload.TSM_RESNET50)) {
            FootprintCommand.compareAll(Workload.TSM_RESNET50, threads.getLast()).forEach(this::report);
        }
    }

    private void measureAlone(List<Workload> workloads) throws IOException, InterruptedException {
        System.out.println(Timing.HEADER);
        for (Workload workload : workloads) {
            for (int count : threads) {
                Fork.run(protocol.arguments("alone", workload.name(), "" + count))
                        .forEach(line -> report(line, Timing.class));
            }
        }
        for (String network : workloads.stream().map(w -> w.config().backbone().name()).distinct().toList()) {
            for (int count : threads) {
                System.out.println();
                System.out.println(LayerTiming.HEADER);
                Fork.run(protocol.arguments("layers", network, "" + count))
                        .forEach(line -> report(line, LayerTiming.class));
            }
        }
    }

    private void measureSteps(List<Workload> workloads) throws IOException, InterruptedException {
        for (Workload workload : workloads) {
            for (int count : threads) {
                System.out.println();
                System.out.println(StepTiming.HEADER);
                Fork.run(protocol.arguments("steps", workload.name(), "" + count))
                        .forEach(line -> report(line, StepTiming.class));
            }
        }
    }

    private void report(String line, Class<?> type) {
        report(Json.read(line, type));
    }

    private void report(Object result) {
        System.out.println(result);
        if (json != null) {
            try {
                Files.writeString(json, Json.line(result) + "\n", StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
