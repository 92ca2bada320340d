package io.github.tsmjava.app;

import com.google.gson.Gson;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.ModelSummary;
import io.github.tsmjava.models.PretrainedNetwork;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm inspect}: what a checkpoint holds. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows what a checkpoint holds.")
final class InspectCommand implements Callable<Integer> {

    private static final int MAX_SIZE = 1024;

    @Parameters(arity = "0..1", paramLabel = "W",
            description = "Checkpoint: .pth, .pth.tar or .safetensors (default: the network in the box).")
    private Path weights;

    @Option(names = "--weights", paramLabel = "W", description = "The same, as for other commands.")
    private Path alsoWeights;

    @Option(names = "--size", paramLabel = "S",
            description = "Side of a frame in pixels for the multiply-adds (default: what the file says, else 224).")
    private Integer size;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--size", size, 1, MAX_SIZE);
        if (weights != null && alsoWeights != null) {
            throw new UsageException("--weights: expected one checkpoint, found two");
        }
        weights = weights == null ? alsoWeights : weights;
        PretrainedNetwork model = weights == null ? PretrainedNetwork.gestures() : PretrainedNetwork.load(weights);
        Map<String, Object> summary = ModelSummary.of(model, size == null ? model.size() : size);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new Gson().toJson(summary));
        } else {
            summary.forEach((name, value) -> out.printf("%-15s %s%n", name.replace('_', '-'), text(value)));
        }
        return 0;
    }

    private static String text(Object value) {
        return switch (value) {
            case Boolean yes -> yes ? "yes" : "no";
            case Map<?, ?> parts -> parts.entrySet().stream().map(part -> part.getKey() + " " + part.getValue())
                    .collect(Collectors.joining(", "));
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            case Collection<?> list when list.isEmpty() -> "none";
            case Collection<?> list -> list.stream().map(Object::toString).collect(Collectors.joining(", "));
            default -> value.toString();
        };
    }
}
