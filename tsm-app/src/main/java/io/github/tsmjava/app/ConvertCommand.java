package io.github.tsmjava.app;

import io.github.tsmjava.models.PretrainedNetwork;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm convert}: a checkpoint of any kind to one file that needs no description. */
@Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes a checkpoint as safetensors, with its configuration and labels inside.",
            "A name that ends in .pth, .pt or .pth.tar gets PyTorch's format instead, with the names of the original "
            + "code, for torch.load(weights_only=True)."})
final class ConvertCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "W", description = "Checkpoint: .pth, .pth.tar or .safetensors.")
    private Path weights;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write.")
    private Path output;

    @Mixin
    private ModelOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PretrainedNetwork model = options.load(weights);
        model.save(output);
        spec.commandLine().getErr().println("tsm: wrote " + output);
        return 0;
    }
}
