package io.github.tsmjava.app.options.streams;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.train.evaluation.streams.StreamEvaluator;
import io.github.tsmjava.train.streams.StreamList;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How a network is tested on streams. */
public final class StreamEvaluationOptions {

    private static final double MAX_RATE = 1000;

    @Option(names = "--stream", paramLabel = "L",
            description = "Streams in place of a list of videos, as ./tsm prepare streams and ./tsm gestures "
                    + "--stream write them: report what is found, false alarms and delays.")
    private Path list;

    @Option(names = "--smoothing", paramLabel = "usual|demo|none",
            description = "How decisions follow from the scores of a stream's frames (default: usual).")
    private Smoothing.Named smoothing;

    @Option(names = "--rate", paramLabel = "R",
            description = "Frames a second that the network sees of a stream (default: what the file says, else 15).")
    private Double rate;

    /** Whether streams are asked for. */
    public boolean isGiven() {
        if (list == null && (smoothing != null || rate != null)) {
            throw new UsageException("--smoothing, --rate: expected with --stream");
        }
        return list != null;
    }

    public StreamList read() throws IOException {
        return StreamList.read(list);
    }

    public Smoothing smoothing() {
        return smoothing == null ? Smoothing.USUAL : smoothing.smoothing();
    }

    /** Refuses networks that cannot be streamed, or have no class for nothing. */
    public StreamEvaluator evaluator(PretrainedNetwork model, Accuracy accuracy) {
        if (rate != null && !(rate > 0 && rate <= MAX_RATE)) {
            throw new UsageException("--rate: expected frames a second from above 0 to %s, found %s".formatted(MAX_RATE, rate));
        }
        int idle = Smoothing.idle(model.labels()).orElseThrow(() -> new UsageException(
                "--stream: expected a network with one of the classes %s".formatted(String.join(", ", Smoothing.IDLE))));
        StreamingClassifier.Settings usual = StreamingClassifier.Settings.of(model);
        StreamingClassifier.Settings settings = usual.withAccuracy(accuracy).withSmoothing(smoothing())
                .withRate(rate == null ? usual.rate() : rate);
        try {
            return new StreamEvaluator(new StreamingClassifier(model, settings), model.labels(), idle);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--stream: " + e.getMessage());
        }
    }
}
