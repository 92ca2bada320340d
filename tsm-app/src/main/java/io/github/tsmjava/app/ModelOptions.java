package io.github.tsmjava.app;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the user knows of a checkpoint that the file may not say. */
final class ModelOptions {

    @Option(names = "--labels", paramLabel = "F",
            description = "Class names, one a line (default: those in the checkpoint).")
    private Path labels;

    @Option(names = "--segments", paramLabel = "T",
            description = "Frames of a clip (default: what the file says, else 8).")
    private Integer segments;

    PretrainedNetwork load(Path weights) throws IOException {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        PretrainedNetwork model =
                PretrainedNetwork.load(weights, new PretrainedNetwork.Overrides(segments, null, null));
        return labels == null ? model : model.withLabels(Labels.read(labels, model.network().config().classes()));
    }
}
