package io.github.tsmjava.spark;

import io.github.tsmjava.models.Prediction.ClipScores;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.spark.input.VideoReader.Result;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Long videos of which a network sees several clips: each task scores some of them, and the video has one row. */
final class ClipParts extends PartScorer<ClipScores> {

    private final int clips;

    /** @param clips that the network sees of each video */
    ClipParts(Scorer scorer, long split, int clips) {
        super(scorer, split);
        this.clips = clips;
    }

    @Override
    String identity() {
        return "";
    }

    @Override
    StructType schema() {
        return ScoreRow.SCHEMA;
    }

    @Override
    int countParts(int bySize) {
        int count = Math.min(bySize, clips);
        return count == 1 ? 0 : count;
    }

    @Override
    ClipScores score(Video video, Part part) throws IOException {
        return scorer.network().classifier().score(video, part.from(clips), part.to(clips));
    }

    @Override
    Object frames(ClipScores scores) {
        return scores.frameCount() + scores.decoder();
    }

    @Override
    List<Row> rows(String path, List<Result<ClipScores>> parts) {
        VideoClassifier classifier = scorer.network().classifier();
        Prediction prediction = classifier.combine(parts.stream().map(Result::value).toList(),
                Average.of(classifier.model().flavour()));
        double milliseconds = parts.stream().mapToDouble(Result::milliseconds).sum();
        String executors = parts.stream().map(Result::executor).distinct().collect(Collectors.joining(" "));
        return List.of(ScoreRow.withPath(path, ScoreRow.of(prediction, scorer.top(),
                classifier.settings().kernels().name(), milliseconds, executors)));
    }

    @Override
    Row failed(String path, Result<?> result) {
        return ScoreRow.withPath(path, ScoreRow.failed(result));
    }
}
