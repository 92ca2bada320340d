package io.github.tsmjava.app.learning;

import io.github.tsmjava.app.terminal.Output;
import io.github.tsmjava.app.terminal.Output.Colour;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.explain.ClipExplanation;
import io.github.tsmjava.models.explain.ClipExplanation.Outcome;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What the shift does for the answer to a clip, as a table. */
public final class ClipReport {

    private static final int SHOWN_CLASSES = 3;
    private static final int CELL = 8;

    private final PretrainedNetwork model;
    private final ClipExplanation clip;
    private final Outcome usual;

    public ClipReport(PretrainedNetwork model, ClipExplanation clip) {
        this.model = model;
        this.clip = clip;
        this.usual = clip.asItIs();
    }

    /** @param block whose shift is looked at alone, or null for all of them */
    public void print(Output out, String name, String block) {
        Shifting shifting = model.network().config().shifting();
        out.printf("%s: %s%n%n", name, answer(usual));
        printFrames(out);
        out.println("");
        if (!shifting.isPresent()) {
            out.println("The network has no shift: it says the same whatever the order of the frames.");
        }
        out.printf("%-76s%6s%n", "", "lead");
        row(out, "as it is", usual);
        if (shifting.isPresent()) {
            Shift shift = shifting.shift();
            if (shift.first() > 0 || shift.second() > 0) {
                row(out, "without the channels from the next frame", clip.without(+1));
            }
            if (shift.first() < 0 || shift.second() < 0) {
                row(out, "without the channels from the frame before", clip.without(-1));
            }
            row(out, "without any shift", clip.withoutShift());
        }
        row(out, "backwards", clip.backwards());
        row(out, "shuffled", clip.shuffled());
        if (shifting.isPresent()) {
            out.println("");
            printBlocks(out, shifting, block);
        }
        out.printf("%nlead: by how much the logit of %s is ahead of the largest other one%n", label(usual.best()));
    }

    private void printFrames(Output out) {
        float[][] frames = usual.frames();
        out.printf("%-28s", "up to frame");
        for (int t = 0; t < frames.length; t++) {
            out.printf("%" + CELL + "d", t + 1);
        }
        out.printf("%n");
        for (int k : largest(usual.probabilities())) {
            out.printf("%-28s", label(k));
            for (float[] probabilities : frames) {
                boolean leads = probabilities[k] >= probabilities[largest(probabilities).getFirst()];
                out.colour(leads ? Colour.STRONG : Colour.NONE);
                out.printf("%" + (CELL - 2) + ".1f %%", 100 * probabilities[k]);
                out.colour(Colour.NONE);
            }
            out.printf("%n");
        }
    }

    private void printBlocks(Output out, Shifting shifting, String block) {
        if (block == null) {
            out.println("without the shift of one block");
            clip.withoutEach().forEach((name, outcome) -> row(out, name, outcome));
            return;
        }
        out.printf("in block %s alone%n", block);
        Shift shift = shifting.shift();
        if (shift.first() > 0 || shift.second() > 0) {
            row(out, "without the channels from the next frame", clip.without(block, +1));
        }
        if (shift.first() < 0 || shift.second() < 0) {
            row(out, "without the channels from the frame before", clip.without(block, -1));
        }
        row(out, "without its shift", clip.withoutEach().get(block));
    }

    /** The answer, and how far the usual one is ahead of all others: probabilities of a sure network hardly differ. */
    private void row(Output out, String condition, Outcome outcome) {
        boolean same = outcome.best() == usual.best();
        out.printf("%-44s", condition);
        out.colour(same ? Colour.NONE : Colour.PAST);
        out.printf("%-32s", answer(outcome));
        out.colour(Colour.NONE);
        out.printf("%6.1f%n", outcome.lead(usual.best()));
    }

    private String answer(Outcome outcome) {
        return "%s %.1f %%".formatted(label(outcome.best()), 100 * outcome.probabilities()[outcome.best()]);
    }

    private String label(int k) {
        return model.labels().isEmpty() ? "class " + k : model.labels().get(k);
    }

    private static List<Integer> largest(float[] probabilities) {
        return IntStream.range(0, probabilities.length).boxed()
                .sorted(Comparator.comparingDouble(k -> -probabilities[k])).limit(SHOWN_CLASSES).toList();
    }
}
