package io.github.tsmjava.app;

import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.SizeOption;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.onnx.OnnxExport;
import io.github.tsmjava.models.onnx.OnnxExport.Input;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm export}: a checkpoint of any kind to ONNX, for other runtimes. */
@Command(name = "export", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Writes a checkpoint as ONNX, for other runtimes.",
            "Clips [N, T·C, H, W] go to logits [N, classes]; with --online a frame and the buffers of the frame before "
            + "go to its logits and the buffers for the next."})
final class ExportCommand implements Callable<Integer> {

    @Mixin
    private ConversionFiles files;

    @Mixin
    private CheckpointOptions checkpoint;

    @Mixin
    private final SizeOption size = new SizeOption(1024);

    @Option(names = "--online", description = CheckpointOptions.ONLINE)
    private boolean online;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Path weights = files.weights();
        PretrainedNetwork model = online ? checkpoint.loadStreaming(weights) : checkpoint.load(weights);
        OnnxExport.write(files.output(), model, online ? Input.STREAM : Input.CLIPS, size.or(model.size()));
        spec.commandLine().getErr().println("tsm: wrote " + files.output());
        return 0;
    }
}
