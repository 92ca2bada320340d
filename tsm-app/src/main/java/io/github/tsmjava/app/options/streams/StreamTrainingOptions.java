package io.github.tsmjava.app.options.streams;

import io.github.tsmjava.app.options.FrameRateOption;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.data.TrainingSequences;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Streams to train on beside clips, so that a network says after every frame what happens. */
public final class StreamTrainingOptions {

    @Option(names = "--stream-list", paramLabel = "L",
            description = "Streams to train on as well, as ./tsm prepare streams and ./tsm gestures --stream write "
                    + "them: each step also sees sequences of them, with a loss for every frame. For networks that can be streamed.")
    private Path list;

    @Option(names = "--stream-rate", paramLabel = "R",
            description = "Frames a second that the network sees of a stream; its file says so to whoever streams it (default: that of "
                    + "--tune-from, else 10 with --stream-list).")
    private Double rate;

    @Option(names = "--stream-frames", paramLabel = "T", description = "Frames of a sequence (default: 32).")
    private Integer frames;

    @Option(names = "--stream-batch", paramLabel = "N", description = "Sequences in a step (default: 8).")
    private Integer batch;

    /** The network, which will remember at what rate it was trained. */
    public PretrainedNetwork rated(PretrainedNetwork model) {
        FrameRateOption.requireRate("--stream-rate", rate);
        return list == null && rate == null ? model : model.withRate(rate(model));
    }

    private double rate(PretrainedNetwork model) {
        return rate != null ? rate : model.rate() > 0 ? model.rate() : TrainingSequences.Settings.USUAL.rate();
    }

    /** The clips, and beside them sequences of streams if these are asked for. */
    public TrainingClips with(TrainingClips clips, PretrainedNetwork model) throws IOException {
        if (list == null) {
            if (frames != null || batch != null) {
                throw new UsageException("--stream-frames, --stream-batch: expected with --stream-list");
            }
            return clips;
        }
        if (!model.network().config().isStreamable()) {
            throw new UsageException("--stream-list: expected a network that can be streamed, trained with --online");
        }
        if (Smoothing.idle(model.labels()).isEmpty()) {
            throw new UsageException(
                    "--stream-list: expected --labels with one of %s among them".formatted(Smoothing.IDLE));
        }
        TrainingSequences.Settings usual = TrainingSequences.Settings.USUAL;
        try {
            return clips.withSequences(TrainingSequences.read(list, model, clips.augmentation(),
                    new TrainingSequences.Settings(frames == null ? usual.frames() : frames, rate(model),
                            batch == null ? usual.batch() : batch, usual.eventShare(), usual.idleWeight(), usual.begun(),
                            usual.named())));
        } catch (ShapeException e) {
            throw new UsageException("--stream-list: " + e.getMessage());
        }
    }
}
