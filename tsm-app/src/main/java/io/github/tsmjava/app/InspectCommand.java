package io.github.tsmjava.app;

import com.google.gson.Gson;
import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.SizeOption;
import io.github.tsmjava.app.report.ModelSummary;
import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm inspect}: what a checkpoint holds. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Shows what a checkpoint holds.")
final class InspectCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "W", description = "The same as --weights.")
    private Path file;

    @Option(names = "--weights", paramLabel = "W", description = CheckpointOptions.WEIGHTS)
    private Path weights;

    @Mixin
    private final SizeOption size = new SizeOption(1024);

    @Option(names = "--json", description = Output.JSON)
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (file != null && weights != null) {
            throw new UsageException("--weights: expected one checkpoint, found two");
        }
        weights = file == null ? weights : file;
        PretrainedNetwork model = weights == null ? PretrainedNetwork.gestures() : PretrainedNetwork.load(weights);
        Map<String, Object> summary = ModelSummary.of(model, size.or(model.size()));
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
