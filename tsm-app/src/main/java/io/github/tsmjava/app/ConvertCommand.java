package io.github.tsmjava.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private ModelOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        options.load(weights).save(output);
        spec.commandLine().getErr().println("tsm: wrote " + output);
        return 0;
    }
}
