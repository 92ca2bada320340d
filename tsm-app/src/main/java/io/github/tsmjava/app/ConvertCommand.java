package io.github.tsmjava.app;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm convert}: a checkpoint of any kind to one safetensors file that needs no description. */
@Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Writes a checkpoint as safetensors, with its configuration and labels inside.")
final class ConvertCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "W", description = "Checkpoint: .pth, .pth.tar or .safetensors.")
    private Path weights;

    @Parameters(index = "1", paramLabel = "OUT.safetensors", description = "The file to write.")
    private Path output;

    @Option(names = "--labels", paramLabel = "F", description = "Class names, one a line, to keep in the file.")
    private Path labels;

    @Option(names = "--segments", paramLabel = "T", description = "Frames of a clip (default: what the file says, else 8).")
    private Integer segments;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        PretrainedNetwork model = PretrainedNetwork.load(weights, new PretrainedNetwork.Overrides(segments, null, null));
        if (labels != null) {
            model = model.withLabels(Labels.read(labels, model.network().config().classes()));
        }
        model.save(output);
        spec.commandLine().getErr().println("tsm: wrote " + output);
        return 0;
    }
}
