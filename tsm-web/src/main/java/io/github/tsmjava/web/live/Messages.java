package io.github.tsmjava.web.live;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.streaming.Smoothing;
import java.util.List;
import java.util.stream.IntStream;

/** What a page is told, as JSON. */
final class Messages {

    /** Classes that a page is told the scores of. */
    private static final int MOST_SCORES = 12;
    private static final Gson GSON = new Gson();

    private Messages() {
    }

    /** When a stream begins: what it runs on. The scores that follow are of {@code classes}, by their numbers. */
    private record Hello(String type, List<String> networks, int network, String summary, List<String> classes, int idle,
                         String smoothing, List<String> smoothings, double rate, boolean remembers) {
    }

    private record Score(int index, float raw, float smoothed) {
    }

    private record Decided(int index, String label, float probability, boolean changed) {
    }

    private record Time(@SerializedName("wait") double waiting, double preprocess, double network) {
    }

    /** After each picture. What is null, when the network did not see it, is left out. */
    private record Seen(String type, int seq, double capture, boolean seen, long dropped, double received, double answered,
                        List<Score> scores, Decided decision, Time time) {
    }

    static String hello(Networks networks, int network, Smoothing.Named smoothing) {
        LiveNetwork live = networks.get(network);
        List<String> labels = networks.labels(network);
        return GSON.toJson(new Hello("hello", networks.names(), network, networks.summary(network), labels,
                Smoothing.idle(labels).orElse(-1), smoothing.toString(),
                networks.smoothings(network).stream().map(Object::toString).toList(), live.rate(),
                live.remembers()));
    }

    static String skipped(FrameMessage frame, long dropped, double received, double answered) {
        return GSON.toJson(new Seen("answer", frame.number(), frame.capture(), false, dropped, received, answered,
                null, null, null));
    }

    static String seen(FrameMessage frame, Answer answer, long dropped, double received, double answered) {
        Answer.Time time = answer.time();
        double wait = Math.max(0, answered - received - time.preprocess() - time.network());
        var decided = answer.decided();
        return GSON.toJson(new Seen("answer", frame.number(), frame.capture(), true, dropped, received, answered,
                scores(answer), new Decided(decided.index(), decided.label(), decided.probability(), answer.changed()),
                new Time(wait, time.preprocess(), time.network())));
    }

    /** Those of the most probable classes, in the order of the classes. */
    private static List<Score> scores(Answer answer) {
        float[] raw = answer.probabilities();
        float[] smoothed = answer.decision().scores();
        return IntStream.range(0, raw.length).mapToObj(k -> new Score(k, raw[k], smoothed[k]))
                .sorted((a, b) -> Float.compare(Math.max(b.raw, b.smoothed), Math.max(a.raw, a.smoothed)))
                .limit(MOST_SCORES).sorted((a, b) -> Integer.compare(a.index, b.index)).toList();
    }
}
