package io.github.tsmjava.app;

import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.onnx.OnnxExport;
import io.github.tsmjava.models.onnx.OnnxExport.Input;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tsm export}: a checkpoint of any kind to ONNX, for other runtimes. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes a checkpoint as ONNX, for other runtimes.",
            "Clips [N, T·C, H, W] go to logits [N, classes]; with --online a frame and the buffers of the frame before "
            + "go to its logits and the buffers for the next."})
final class ExportCommand implements Callable<Integer> {

    private static final int MAX_SIZE = 1024;

    @Parameters(arity = "1..2", paramLabel = "[W] OUT.onnx",
            description = "A checkpoint (.pth, .pth.tar or .safetensors; default: the network in the box), and the file to "
                    + "write.")
    private List<Path> files;

    @Mixin
    private CheckpointOptions checkpoint;

    @Option(names = "--size", paramLabel = "S",
            description = "Side of a frame in pixels (default: what the file says, else 224).")
    private Integer size;

    @Option(names = "--online", description = "The streaming network, one frame at a time.")
    private boolean online;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--size", size, 1, MAX_SIZE);
        Path weights = UsageException.weightsBefore(files);
        Path output = files.getLast();
        PretrainedNetwork model = online ? checkpoint.loadStreaming(weights) : checkpoint.load(weights);
        OnnxExport.write(output, model, online ? Input.STREAM : Input.CLIPS, size == null ? model.size() : size);
        spec.commandLine().getErr().println("tsm: wrote " + output);
        return 0;
    }
}
