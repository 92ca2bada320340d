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

    /** @param weights null for the network in the box */
    PretrainedNetwork load(Path weights) throws IOException {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        PretrainedNetwork model = weights == null ? gestures()
                : PretrainedNetwork.load(weights, new PretrainedNetwork.Overrides(segments, null, null));
        return labels == null ? model : model.withLabels(Labels.read(labels, model.network().config().classes()));
    }

    private PretrainedNetwork gestures() {
        if (segments != null) {
            throw new UsageException("--segments: expected with --weights; the network of gestures has 8");
        }
        return PretrainedNetwork.gestures();
    }
}
