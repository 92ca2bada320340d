package io.github.tsmjava.web.live;

import io.github.tsmjava.models.LiveStream;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.models.streaming.Smoothing;

/** A network behind the page, compiled once for all streams. */
sealed interface LiveNetwork {

    PretrainedNetwork model();

    /** Side of its input in pixels. */
    int size();

    /** Answers a second. */
    double rate();

    /** What it sees, for people. */
    String view();

    /** Whether it carries something from one frame to the next. */
    boolean remembers();

    LiveStream open(Smoothing smoothing);

    /** So that the first picture is answered as quickly as the others; takes seconds. */
    void warmUp();

    /**
     * Frame by frame where the network sees only the past, else by windows. On one thread: the browser needs the
     * others, and pages of several people share them anyway.
     *
     * @throws IllegalArgumentException if the network reads optical flow
     */
    static LiveNetwork of(PretrainedNetwork model) {
        if (model.network().config().isStreamable()) {
            return new ByFrame(new StreamingClassifier(model, StreamingClassifier.Settings.of(model).withThreads(1)));
        }
        WindowClassifier.Settings usual = WindowClassifier.Settings.of(model).withThreads(1);
        return new ByWindow(new WindowClassifier(model,
                usual.withEvery(usual.window() / model.network().config().segments())));
    }

    /** A network that sees only the past. */
    record ByFrame(StreamingClassifier classifier) implements LiveNetwork {

        @Override
        public PretrainedNetwork model() {
            return classifier.model();
        }

        @Override
        public int size() {
            return classifier.settings().size();
        }

        @Override
        public double rate() {
            return classifier.settings().rate();
        }

        @Override
        public String view() {
            return "%.0f a second".formatted(rate());
        }

        @Override
        public boolean remembers() {
            return true;
        }

        @Override
        public LiveStream open(Smoothing smoothing) {
            return classifier.live(smoothing, _ -> { });
        }

        @Override
        public void warmUp() {
            classifier.warmUp();
        }
    }

    /** A network that looks ahead: it sees the newest pictures, all of them again with each new one. */
    record ByWindow(WindowClassifier classifier) implements LiveNetwork {

        @Override
        public PretrainedNetwork model() {
            return classifier.model();
        }

        @Override
        public int size() {
            return classifier.settings().size();
        }

        @Override
        public double rate() {
            return 1 / classifier.settings().every();
        }

        @Override
        public String view() {
            return "looks ahead: the newest %d, of %.0f seconds, together".formatted(
                    model().network().config().segments(), classifier.settings().window());
        }

        @Override
        public boolean remembers() {
            return false;
        }

        @Override
        public LiveStream open(Smoothing smoothing) {
            return classifier.live(smoothing, _ -> { });
        }

        @Override
        public void warmUp() {
            classifier.warmUp();
        }
    }
}
