package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Comparison;
import io.github.tsmjava.bench.measure.Fork;
import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.measure.Timing;
import io.github.tsmjava.bench.workload.PythonTraining;
import io.github.tsmjava.bench.workload.TrainingStep;
import io.github.tsmjava.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Training steps of ours against those of PyTorch, where there is a Python that has it; else ours alone. */
@Command(name = "training", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Measures a training step, in turns with PyTorch if Python has torch and torchvision.")
final class TrainingCommand implements Callable<Integer> {

    @Option(names = "--model", paramLabel = "M",
            description = "Only this one, with frames, side and clips of a step, such as tsm-mobilenetv2:8x128x16 "
                    + "or tsm-resnet50:8x224x2 (default: both).")
    private String model;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1,2", split = ",",
            description = "With so many threads (default: ${DEFAULT-VALUE}).")
    private List<Integer> threads;

    @Option(names = "--python", paramLabel = "P", defaultValue = "python3",
            description = "The Python to ask; \"none\" for ours alone (default: ${DEFAULT-VALUE}).")
    private String python;

    @Option(names = "--json", paramLabel = "F",
            description = "Write the results to this file as well, one JSON object a line.")
    private Path json;

    @Mixin
    private Protocol protocol;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bench.checkThreads(threads);
        protocol.check();
        if (json != null) {
            Files.writeString(json, "");
        }
        boolean peer = !python.equals(TrainingRun.ALONE) && PythonTraining.isAvailable(python);
        if (!peer && !python.equals(TrainingRun.ALONE)) {
            System.err.println("tsm: " + python + " has no torch and torchvision: ours alone");
        }
        System.out.println(peer ? Comparison.HEADER : Timing.HEADER);
        Class<?> type = peer ? Comparison.class : Timing.class;
        for (Workload workload : model == null ? TrainingStep.USUAL : List.of(Workload.named(model))) {
            for (int count : threads) {
                for (String line : Fork.run(protocol.arguments(
                        "training-run", workload.name(), "" + count, peer ? python : TrainingRun.ALONE))) {
                    System.out.println(Json.read(line, type));
                    if (json != null) {
                        Files.writeString(json, line + "\n", StandardOpenOption.APPEND);
                    }
                }
            }
        }
        return 0;
    }
}
