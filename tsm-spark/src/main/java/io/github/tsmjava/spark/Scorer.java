package io.github.tsmjava.spark;

import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.VideoReader.Result;
import io.github.tsmjava.spark.input.VideoReader;
import io.github.tsmjava.spark.progress.Tally;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** What an executor does with a video. Made once on the driver, for any number of jobs. */
final class Scorer implements Serializable {

    private final SharedNetwork network;
    private final VideoReader reader;
    private final int top;
    private final Tally tally;

    /** @throws IOException in one line, if the network cannot be broadcast */
    Scorer(SparkSession session, VideoScores.Options options) throws IOException {
        network = new SharedNetwork(JavaSparkContext.fromSparkContext(session.sparkContext()), options.network(),
                options.settings());
        reader = new VideoReader(session, options.network().network().config().modality(), options.settings(),
                options.patience());
        top = options.top();
        tally = new Tally(session.sparkContext());
    }

    SharedNetwork network() {
        return network;
    }

    VideoReader reader() {
        return reader;
    }

    /** Classes that a row names. */
    int top() {
        return top;
    }

    /** What the rows depend on beside the videos. */
    String identity() {
        return network.identity() + " top " + top;
    }

    /** How far the jobs are. */
    Tally tally() {
        return tally;
    }

    /** The rows of scores of rows of paths. */
    Dataset<Row> score(Dataset<Row> videos) {
        List<String> columns = List.of(videos.columns());
        if (!columns.contains(ScoreRow.PATH)) {
            throw new IllegalArgumentException("expected a column %s, found %s".formatted(ScoreRow.PATH, columns));
        }
        boolean parts = columns.contains("offset") && columns.contains(ScoreRow.FRAMES);
        Dataset<Row> paths = videos.select(functions.col(ScoreRow.PATH),
                parts ? functions.col("offset") : functions.lit(0),
                parts ? functions.col(ScoreRow.FRAMES) : functions.lit(Clip.ALL));
        return paths.mapPartitions((MapPartitionsFunction<Row, Row>) this::all, Encoders.row(ScoreRow.SCHEMA));
    }

    /** One at a time as Spark takes them, so a partition of any size needs little memory. */
    private Iterator<Row> all(Iterator<Row> videos) {
        Iterable<Row> rows = () -> videos;
        Stream<Row> scored = StreamSupport.stream(rows.spliterator(), false).map(video -> {
            String path = video.getString(0);
            return ScoreRow.withPath(path, path == null
                    ? ScoreRow.failed(new Result<>(null, "no path", 0, VideoReader.executor()))
                    : scores(new Clip(path, path, 0, video.getInt(1), video.getInt(2))));
        });
        return scored.iterator();
    }

    /** The scores of a video, or why there are none. */
    Row scores(String path) {
        return scores(new Clip(path, path, 0));
    }

    private Row scores(Clip clip) {
        // An executor that cannot load it is no fault of the video: Spark tries another one.
        VideoClassifier classifier = network.classifier();
        Result<Prediction> result = reader.read(clip, classifier::classify);
        if (result.error() != null) {
            tally.failed();
            return ScoreRow.failed(result);
        }
        tally.scored();
        return ScoreRow.of(result.value(), top, classifier.settings().kernels().name(), result.milliseconds(),
                result.executor());
    }
}
