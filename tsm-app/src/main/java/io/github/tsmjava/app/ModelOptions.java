package io.github.tsmjava.app;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the user knows of a checkpoint that the file may not say. */
final class ModelOptions {

    @Option(names = "--labels", paramLabel = "F",
            description = "Class names, one a line (default: those in the checkpoint).")
    private Path labels;

    @Mixin
    private HintOptions hints;

    /** @param weights null for the network in the box */
    PretrainedNetwork load(Path weights) throws IOException {
        PretrainedNetwork model = hints.load(weights);
        return labels == null ? model : model.withLabels(Labels.read(labels, model.network().config().classes()));
    }
}
