package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm convert}: a checkpoint of any kind to one file that needs no description. */
@Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes a checkpoint as safetensors, with its configuration and labels inside.",
            "A name that ends in .pth, .pt or .pth.tar gets PyTorch's format instead, for "
                    + "torch.load(weights_only=True)."})
final class ConvertCommand implements Callable<Integer> {

    @Mixin
    private ConversionFiles files;

    @Option(names = "--names", paramLabel = "mit|mmaction2|torchvision|demo", defaultValue = "mit",
            description = "Whose names parameters get: those of the original code, which are ours too, of MMAction2, "
                    + "of torchvision (for a TSN) or of the original's online demo (default: ${DEFAULT-VALUE}).")
    private Names names;

    /** Families of names that are written. */
    private enum Names {
        MIT(KeyFamily.MIT), MMACTION2(KeyFamily.MMACTION2), TORCHVISION(KeyFamily.TORCHVISION),
        DEMO(KeyFamily.ONLINE_DEMO);

        private final KeyFamily family;

        Names(KeyFamily family) {
            this.family = family;
        }
    }

    @Option(names = "--dtype", paramLabel = "float32|float16|bfloat16", defaultValue = "float32",
            description = "Type of the numbers; the last two take half of the space and round them (default: "
                    + "${DEFAULT-VALUE}).")
    private NumberType type;

    /** Types that are written. */
    private enum NumberType {
        FLOAT32(DType.F32), FLOAT16(DType.F16), BFLOAT16(DType.BF16);

        private final DType dtype;

        NumberType(DType dtype) {
            this.dtype = dtype;
        }
    }

    @Mixin
    private ModelOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PretrainedNetwork model = options.load(files.weights());
        try {
            model.save(files.output(), names.family, type.dtype);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        spec.commandLine().getErr().println("tsm: wrote " + files.output());
        return 0;
    }
}
