package io.github.tsmjava.app;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the user knows of a checkpoint that the file may not say. */
final class ModelOptions {

    @Option(names = "--labels", paramLabel = "F",
            description = "Class names, one a line (default: those in the checkpoint).")
    private Path labels;

    @Option(names = "--segments", paramLabel = "T",
            description = "Frames of a clip (default: what the file says, else 8).")
    private Integer segments;

    @Option(names = "--shift-div", paramLabel = "D",
            description = "A group of shifted channels is 1/D of all (default: what the file says, else 8).")
    private Integer shiftDiv;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** @param weights null for the network in the box */
    PretrainedNetwork load(Path weights) throws IOException {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        UsageException.requireRange("--shift-div", shiftDiv, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        PretrainedNetwork model = weights == null ? gestures()
                : PretrainedNetwork.load(weights, new PretrainedNetwork.Overrides(segments, shiftDiv, null));
        reportAssumed(model, weights, spec.commandLine().getErr());
        return labels == null ? model : model.withLabels(Labels.read(labels, model.network().config().classes()));
    }

    private PretrainedNetwork gestures() {
        if (segments != null || shiftDiv != null) {
            throw new UsageException("--segments, --shift-div: expected with --weights; "
                    + "the network of gestures has its own");
        }
        return PretrainedNetwork.gestures();
    }

    /** A wrong guess costs accuracy and raises no error. */
    static void reportAssumed(PretrainedNetwork model, Path weights, PrintWriter err) {
        if (!model.segmentsKnown()) {
            err.printf("tsm: assumed %d segments, %s does not say; --segments sets them%n",
                    model.network().config().segments(), weights);
        }
    }
}
