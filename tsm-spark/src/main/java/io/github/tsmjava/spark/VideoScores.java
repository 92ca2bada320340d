package io.github.tsmjava.spark;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Views;
import java.io.IOException;
import java.time.Duration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;

/**
 * What a network says of the videos in a column of paths.
 *
 * <p>A row for each video:
 *
 * <table>
 * <caption>Columns</caption>
 * <tr><td>{@code path}</td><td>string: as it came in</td></tr>
 * <tr><td>{@code frames}</td><td>int: the video's</td></tr>
 * <tr><td>{@code top}</td><td>array of structs: {@code index} int, {@code label} string, {@code probability} float; the most
 * probable first</td></tr>
 * <tr><td>{@code logits}</td><td>array of floats: one for each class, the mean over all views</td></tr>
 * <tr><td>{@code decoder}</td><td>string: what decoded it</td></tr>
 * <tr><td>{@code kernels}</td><td>string: what the network ran on, as in {@code vector-512}</td></tr>
 * <tr><td>{@code milliseconds}</td><td>double: from asking the storage to the scores</td></tr>
 * <tr><td>{@code executor}</td><td>string: where, as in {@code 3@worker-7}</td></tr>
 * <tr><td>{@code error}</td><td>string: why there are no scores, in one line; then {@code frames} to {@code kernels} are null.
 * Null if all went well</td></tr>
 * </table>
 *
 * <p>The network goes to each executor once, and is compiled there once. Each task computes with {@code spark.task.cpus}
 * threads. No video fails a job.
 */
public final class VideoScores {

    /** Of the SQL function. */
    private static final String FUNCTION = "tsm_classify";

    /**
     * How videos are scored.
     *
     * @param network  what scores them
     * @param settings how it reads and looks at them; its kernels and threads are those of the executors
     * @param top      entries of {@code top} at most, at least 1
     * @param patience for one video, with what its storage takes; longer is an error
     */
    public record Options(PretrainedNetwork network, VideoClassifier.Settings settings, int top, Duration patience) {

        private static final int TOP = 5;
        private static final Duration PATIENCE = Duration.ofMinutes(15);

        /** @throws IllegalArgumentException if a number is not positive */
        public Options {
            if (top < 1 || !patience.isPositive()) {
                throw new IllegalArgumentException(
                        "expected at least one class and some time, found %d and %s".formatted(top, patience));
            }
        }

        /** The efficient setting, the five most probable classes, a quarter of an hour. */
        public static Options of(PretrainedNetwork network) {
            return new Options(network, new VideoClassifier.Settings(network.views(Views.EFFICIENT), Decoder.AUTO,
                    Accuracy.FAST), TOP, PATIENCE);
        }

        /** The same with more or fewer classes in {@code top}. */
        public Options withTop(int other) {
            return new Options(network, settings, other, patience);
        }
    }

    private VideoScores() {
    }

    /**
     * Scores videos, in the partitions in which they are: some tens of videos each, the largest first, keep all executors
     * busy to the end.
     *
     * @param videos with a column {@code path} of strings: files, or folders of frames, as Hadoop's file systems name them
     *               ({@code s3a://…}, {@code hdfs://…}, {@code file:/…}). If it has columns {@code offset} and {@code frames}
     *               of ints, only these frames of a folder are seen; -1 for all. May be a stream
     * @return one row for each of them, as above, computed when it is asked for
     * @throws IOException              in one line, if the network cannot be written to the memory of executors
     * @throws IllegalArgumentException if there is no such column
     */
    public static Dataset<Row> of(SparkSession spark, Dataset<Row> videos, Options options) throws IOException {
        return new Scorer(spark, options).score(videos);
    }

    /**
     * Makes {@code tsm_classify(path)} a function of the session's SQL: a struct of the columns above but {@code path}, as in
     * {@code SELECT path, tsm_classify(path).top[0].label FROM clips}.
     *
     * @throws IOException in one line, if the network cannot be written to the memory of executors
     */
    public static void register(SparkSession spark, Options options) throws IOException {
        Scorer scorer = new Scorer(spark, options);
        UDF1<String, Row> function = path -> path == null ? null : scorer.scores(path);
        spark.udf().register(FUNCTION, functions.udf(function, ScoreRow.SCORES));
    }
}
