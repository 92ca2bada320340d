package io.github.tsmjava.spark;

import io.github.tsmjava.app.options.FrameRateOption;
import io.github.tsmjava.models.WindowClassifier.Span;
import io.github.tsmjava.models.WindowClassifier.Window;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.spark.input.VideoReader.Result;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Videos that are looked at window by window: each task takes the windows of some time, and each window has a row. */
final class WindowParts extends PartScorer<WindowParts.Scores> {

    /**
     * What windows there are.
     *
     * @param seconds that each is long
     * @param every   seconds from one to the next
     * @param rate    frames a second of all videos, or null for what their files say
     */
    record Windows(double seconds, double every, Double rate) implements Serializable {
    }

    /**
     * The windows of a part.
     *
     * @param frames of the whole video
     * @param length of the whole video in seconds, beyond which no window is said to reach
     */
    record Scores(int frames, String decoder, double length, List<Window> windows) implements Serializable {
    }

    private final Windows windows;

    WindowParts(Scorer scorer, long split, Windows windows) {
        super(scorer, split);
        this.windows = windows;
    }

    @Override
    String identity() {
        return " " + windows;
    }

    @Override
    StructType schema() {
        return ScoreRow.WINDOWS;
    }

    @Override
    int countParts(int bySize) {
        return bySize;
    }

    private WindowClassifier classifier() {
        return scorer.network().classifier(windows);
    }

    @Override
    Scores score(Video video, Part part) throws IOException {
        WindowClassifier classifier = classifier();
        FrameRateOption.Clock clock = FrameRateOption.clock(video, windows.rate());
        List<Span> spans = classifier.spans(video.frameCount(), clock::nanos);
        List<Window> scored = classifier.classify(video, spans.subList(part.from(spans.size()), part.to(spans.size())));
        return new Scores(video.frameCount(), video.decoder(), clock.length(), scored);
    }

    @Override
    Object frames(Scores scores) {
        return scores.frames() + scores.decoder();
    }

    @Override
    List<Row> rows(String path, List<Result<Scores>> parts) {
        String kernels = classifier().settings().kernels().name();
        List<Row> rows = new ArrayList<>();
        for (Result<Scores> part : parts) {
            Scores scores = part.value();
            for (Window window : scores.windows()) {
                rows.add(ScoreRow.ofWindow(path, window, scores, scorer.top(), kernels,
                        part.milliseconds() / scores.windows().size(), part.executor()));
            }
        }
        return rows;
    }

    @Override
    Row failed(String path, Result<?> result) {
        return ScoreRow.withPath(path, ScoreRow.withTimes(null, null, ScoreRow.failed(result)));
    }
}
