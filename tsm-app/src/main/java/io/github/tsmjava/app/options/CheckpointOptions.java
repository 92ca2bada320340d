package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork.Overrides;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig.Assumption;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.tensor.ops.Shift;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a checkpoint may not say of its network: the parameters have the same shapes whatever it is. */
public final class CheckpointOptions {

    /** What {@code --weights} means. */
    public static final String WEIGHTS = "Checkpoint: .pth, .pth.tar or .safetensors; the file tells what network it "
            + "holds (default: the network of ten hand gestures in the box).";

    /** What {@code --online} means to commands that run a network either way. */
    public static final String ONLINE = "One frame at a time through the streaming network.";

    static final String SHIFT_MODES = "How channels shift in time: bidirectional, online (only from the past), "
            + "circulant (bidirectional, around the clip's ends), quarters or quarters-circulant";

    static final String WITHOUT_WEIGHTS = "--segments, --shift-div, --shift-mode: expected with --weights; the network "
            + "of gestures has its own";
    static final String SEGMENTS = "Frames of a clip (default: what the file says, else 8).";
    static final String SHIFT_DIV = "A group of shifted channels is 1/D of all (default: what the file says, else 8).";

    @Option(names = "--segments", paramLabel = "T", description = SEGMENTS)
    private Integer segments;

    @Option(names = "--shift-div", paramLabel = "D", description = SHIFT_DIV)
    private Integer shiftDiv;

    @Option(names = "--shift-mode", paramLabel = "MODE", description = SHIFT_MODES
            + " (default: what the file says, else bidirectional).")
    private ShiftMode shiftMode;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Loads a network; says on stderr what was assumed of it. Null loads the network in the box. */
    public PretrainedNetwork load(Path weights) throws IOException {
        PretrainedNetwork model = read(weights, segments, shiftMode);
        reportAssumed(model, weights, err());
        return model;
    }

    /**
     * The same for a network that is to compute a given input.
     *
     * @param held the segments that the input holds, where neither the file nor the user says them
     */
    public PretrainedNetwork load(Path weights, ToIntFunction<NetworkConfig> held) throws IOException {
        PretrainedNetwork model = read(weights, segments, shiftMode);
        if (model.assumed().contains(Assumption.SEGMENTS)) {
            model = read(weights, held.applyAsInt(model.network().config()), shiftMode);
        }
        reportAssumed(model, weights, err());
        return model;
    }

    /**
     * Loads a network to be streamed. One that does not say how it was trained is taken as one that sees only the past,
     * and that is said on stderr.
     *
     * @throws UsageException if it is known to look ahead
     */
    public PretrainedNetwork loadStreaming(Path weights) throws IOException {
        return loadStreaming(weights, reason -> "--online: " + reason);
    }

    /** The same for a command that says in words of its own what else a network that looks ahead is good for. */
    PretrainedNetwork loadStreaming(Path weights, UnaryOperator<String> refusal) throws IOException {
        PretrainedNetwork model = read(weights, segments, shiftMode);
        if (model.network().config().isStreamable()) {
            return model;
        }
        NetworkConfig config = model.network().config();
        if (config.temporalPool() || config.nonLocality().isPresent()) {
            throw new UsageException(
                    refusal.apply("%s holds a temporal pool or a non-local block, which see the whole clip"
                    .formatted(name(weights))));
        }
        if (!model.assumed().contains(Assumption.SHIFT_MODE)) {
            throw new UsageException(refusal.apply(
                    "%s shifts %s; a stream has no next frame, only the online mode can be streamed"
                            .formatted(name(weights), ShiftMode.describe(config.shifting().shift()))));
        }
        return readOnline(weights);
    }

    /** The same, but a network that is known to look ahead is loaded as it is. */
    PretrainedNetwork loadLive(Path weights) throws IOException {
        PretrainedNetwork model = read(weights, segments, shiftMode);
        NetworkConfig config = model.network().config();
        boolean unknown = model.assumed().contains(Assumption.SHIFT_MODE) && !config.temporalPool()
                && !config.nonLocality().isPresent();
        return unknown && !config.isStreamable() ? readOnline(weights) : model;
    }

    private PretrainedNetwork readOnline(Path weights) throws IOException {
        err().printf("tsm: %s does not say that it was trained to see only the past; if it was not, expect poor "
                + "answers from a stream; --shift-mode online silences this%n", weights);
        return read(weights, segments, ShiftMode.ONLINE);
    }

    private PretrainedNetwork read(Path weights, Integer frames, ShiftMode mode) throws IOException {
        UsageException.requireRange("--segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        UsageException.requireRange("--shift-div", shiftDiv, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        if (weights != null) {
            return PretrainedNetwork.load(weights, new Overrides(frames, shiftDiv, mode));
        }
        if (segments != null || shiftDiv != null || shiftMode != null) {
            throw new UsageException(WITHOUT_WEIGHTS);
        }
        return PretrainedNetwork.gestures();
    }

    private static String name(Path weights) {
        return weights == null ? "the network of gestures" : weights.toString();
    }

    /** Says what was assumed: a wrong guess costs accuracy and raises no error. */
    static void reportAssumed(PretrainedNetwork model, Path weights, PrintWriter err) {
        NetworkConfig config = model.network().config();
        Shift shift = config.shifting().shift();
        Set<String> subjects = new LinkedHashSet<>();
        List<String> guesses = new ArrayList<>();
        List<String> options = new ArrayList<>();
        for (Assumption assumption : model.assumed()) {
            switch (assumption) {
                case SEGMENTS -> {
                    subjects.add("segments");
                    guesses.add(config.segments() + " segments");
                    options.add("--segments");
                }
                case SHIFT_DIV -> {
                    subjects.add("shift");
                    guesses.add("1/" + shift.div() + " of the channels");
                    options.add("--shift-div");
                }
                case SHIFT_MODE -> {
                    subjects.add("shift");
                    guesses.add(ShiftMode.of(shift).orElseThrow().toString());
                    options.add("--shift-mode");
                }
            }
        }
        if (!guesses.isEmpty()) {
            err.printf("tsm: %s does not say its %s; assumed: %s; %s %s %s%n", weights, String.join(" and ", subjects),
                    String.join(", ", guesses), String.join(", ", options).replaceFirst(", ([^,]*)$", " and $1"),
                    options.size() == 1 ? "sets" : "set", subjects.size() == 1 ? "it" : "them");
        }
        if (model.family() == KeyFamily.ONLINE_DEMO && config.shifting().isPresent() && !shift.isCausal()) {
            err.printf("tsm: %s has the online demo's names, whose networks see only the past: --shift-mode online "
                    + "suits them, found %s%n", weights, ShiftMode.describe(shift));
        }
    }

    /** Says whose class names were taken: wrong ones look as good as right ones. */
    static void reportLabels(PretrainedNetwork model, Path weights, PrintWriter err) {
        if (model.labelGuess() != null) {
            Labels.Guess guess = model.labelGuess();
            err.printf("tsm: %s has no class names; %s says %s, so it gets %s's classes%s; --labels names others%n", weights,
                    guess.evidence(), guess.dataset(), guess.dataset(), guess.order().isEmpty() ? "" : " " + guess.order());
        }
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
