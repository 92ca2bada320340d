package io.github.tsmjava.app;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.onnx.OnnxExport;
import io.github.tsmjava.models.onnx.OnnxExport.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Parameters(index = "0", paramLabel = "W", description = "Checkpoint: .pth, .pth.tar or .safetensors.")
    private Path weights;

    @Parameters(index = "1", paramLabel = "OUT.onnx", description = "The file to write.")
    private Path output;

    @Option(names = "--segments", paramLabel = "T",
            description = "Frames of a clip (default: what the file says, else 8).")
    private Integer segments;

    @Option(names = "--shift-div", paramLabel = "D",
            description = "A group of shifted channels is 1/D of all (default: what the file says, else 8).")
    private Integer shiftDiv;

    @Option(names = "--size", paramLabel = "S",
            description = "Side of a frame in pixels (default: what the file says, else 224).")
    private Integer size;

    @Option(names = "--online", description = "The streaming network, one frame at a time.")
    private boolean online;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        UsageException.requireRange("--shift-div", shiftDiv, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        UsageException.requireRange("--size", size, 1, MAX_SIZE);
        PretrainedNetwork model = online ? loadOnline() : load(null);
        if (!online) {
            ModelOptions.reportAssumed(model, weights, spec.commandLine().getErr());
        }
        OnnxExport.write(output, model, online ? Input.STREAM : Input.CLIPS,
                size == null ? model.size() : size);
        note("wrote " + output);
        return 0;
    }

    private PretrainedNetwork loadOnline() throws IOException {
        PretrainedNetwork model = load(null);
        if (model.network().config().isStreamable()) {
            return model;
        }
        model = load(true);
        if (!model.network().config().isStreamable()) {
            throw new UsageException("--online: %s holds a temporal pool or a non-local block, which see the whole clip"
                    .formatted(weights));
        }
        note(weights + " does not say that it was trained to see only the past; "
                + "if it was not, expect poor answers from a stream");
        return model;
    }

    private PretrainedNetwork load(Boolean fromPast) throws IOException {
        return PretrainedNetwork.load(weights, new Overrides(segments, shiftDiv, fromPast));
    }

    private void note(String text) {
        spec.commandLine().getErr().println("tsm: " + text);
    }
}
