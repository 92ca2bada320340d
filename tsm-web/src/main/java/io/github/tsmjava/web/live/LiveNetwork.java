package io.github.tsmjava.web.live;

import io.github.tsmjava.models.LiveStream;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.models.streaming.Smoothing;
import java.util.function.Function;

/**
 * A network behind the page, compiled once for all streams.
 *
 * @param size      side of its input in pixels
 * @param rate      answers a second
 * @param view      what it sees, for people
 * @param remembers whether it carries something from one frame to the next
 * @param streams   begins a stream under a smoothing
 * @param warmUp    so that the first picture is answered as quickly as the others; takes seconds
 */
record LiveNetwork(PretrainedNetwork model, int size, double rate, String view, boolean remembers,
                   Function<Smoothing, LiveStream> streams, Runnable warmUp) {

    /**
     * Frame by frame where the network sees only the past; else the newest pictures, all of them again with each new one.
     * On one thread: the browser needs the others, and pages of several people share them anyway.
     *
     * @throws IllegalArgumentException if the network reads optical flow
     */
    static LiveNetwork of(PretrainedNetwork model) {
        return model.network().config().isStreamable() ? byFrame(model) : byWindow(model);
    }

    private static LiveNetwork byFrame(PretrainedNetwork model) {
        StreamingClassifier.Settings settings = StreamingClassifier.Settings.of(model).withThreads(1);
        StreamingClassifier classifier = new StreamingClassifier(model, settings);
        return new LiveNetwork(model, settings.size(), settings.answerRate(), perSecond(settings.answerRate()), true,
                smoothing -> classifier.live(smoothing, _ -> { }), classifier::warmUp);
    }

    /** Without a fraction where there is none. */
    private static String perSecond(double rate) {
        return (rate == Math.rint(rate) ? "%.0f a second" : "%.1f a second").formatted(rate);
    }

    private static LiveNetwork byWindow(PretrainedNetwork model) {
        int segments = model.network().config().segments();
        WindowClassifier.Settings usual = WindowClassifier.Settings.of(model).withThreads(1);
        WindowClassifier.Settings settings = usual.withEvery(usual.window() / segments);
        WindowClassifier classifier = new WindowClassifier(model, settings);
        return new LiveNetwork(model, settings.size(), 1 / settings.every(),
                "looks ahead: the newest %d, of %.0f seconds, together".formatted(segments, settings.window()), false,
                smoothing -> classifier.live(smoothing, _ -> { }), classifier::warmUp);
    }
}
