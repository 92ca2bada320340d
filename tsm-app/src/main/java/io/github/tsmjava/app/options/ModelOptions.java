package io.github.tsmjava.app.options;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the user knows of a checkpoint that the file may not say. */
public final class ModelOptions {

    static final String LABELS = "Class names: a file of one a line, or a data set such as kinetics400 (default: those "
            + "in the checkpoint, or of the data set that its name or number of classes points to).";

    static final String PREPROCESSING = "Whose sampling and transforms the network expects (default: those of the code "
            + "whose names its parameters have, or that its kind of network comes from).";

    @Option(names = "--labels", paramLabel = "F", description = LABELS)
    private Path labels;

    @Option(names = "--preprocessing", paramLabel = "mit|mmaction2|torchvision",
            description = PREPROCESSING)
    private Flavour preprocessing;

    @Mixin
    private CheckpointOptions checkpoint;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @param weights null for the network in the box */
    public PretrainedNetwork load(Path weights) throws IOException {
        return described(checkpoint.load(weights), weights);
    }

    /**
     * The same for a network that is to see a stream.
     *
     * @param refusal from why a network cannot be streamed to the whole message
     * @throws io.github.tsmjava.app.terminal.UsageException if it is known to look ahead
     */
    public PretrainedNetwork loadStreaming(Path weights, UnaryOperator<String> refusal) throws IOException {
        return described(checkpoint.loadStreaming(weights, refusal), weights);
    }

    /** The same for a network that sees a stream frame by frame if it can, else by windows. */
    public PretrainedNetwork loadLive(Path weights) throws IOException {
        return described(checkpoint.loadLive(weights), weights);
    }

    private PretrainedNetwork described(PretrainedNetwork loaded, Path weights) throws IOException {
        PretrainedNetwork model = preprocessing == null ? loaded : loaded.withFlavour(preprocessing);
        if (labels != null) {
            return model.withLabels(Labels.read(labels, model.network().config().classes()));
        }
        CheckpointOptions.reportLabels(model, weights, spec.commandLine().getErr());
        return model;
    }
}
