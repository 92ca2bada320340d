package io.github.tsmjava.spark;

import io.github.tsmjava.spark.progress.Tally;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Scores videos as they come into a folder, for ever. What was scored is written down beside the scores, so after any end it goes
 * on where it was.
 */
final class Following {

    /** Of Spark's source of files; only the path is read, so the content never comes into memory. */
    private static final StructType FILES = new StructType()
            .add(ScoreRow.PATH, DataTypes.StringType)
            .add("modificationTime", DataTypes.TimestampType)
            .add("length", DataTypes.LongType)
            .add("content", DataTypes.BinaryType);
    private static final String CHECKPOINT = "_checkpoint";
    private static final String BETWEEN_LOOKS = "2 seconds";

    private final SparkSession session;
    private final Scorer scorer;
    private final ScoreTable table;

    Following(SparkSession session, Scorer scorer, ScoreTable table) {
        this.session = session;
        this.scorer = scorer;
        this.table = table;
    }

    /**
     * Begins to follow a folder, at any depth.
     *
     * @param most videos that are committed together, or null for what suits the cluster
     * @throws IOException in one line, if there is no such folder, or the table cannot be written or is of something else
     */
    StreamingQuery start(String input, Integer most) throws IOException {
        // Spark reads a table that was written by a stream by the stream's own list of files alone.
        table.begin(scorer.identity() + " of a stream", true);
        int batch = most == null ? Batches.chunk(Session.slots(session)) : most;
        Dataset<Row> files = session.readStream().format("binaryFile").schema(FILES)
                .option("recursiveFileLookup", "true").option("maxFilesPerTrigger", batch).load(input);
        Dataset<String> videos = files.select(ScoreRow.PATH).as(Encoders.STRING())
                .filter((FilterFunction<String>) Video::isVideoName);
        try {
            return table.follow(scorer.score(videos.toDF(ScoreRow.PATH)), CHECKPOINT, Trigger.ProcessingTime(BETWEEN_LOOKS));
        } catch (TimeoutException e) {
            throw new IOException("the stream does not begin: " + e.getMessage(), e);
        }
    }

    /** Tells of each batch that is committed. */
    static StreamingQueryListener listener(Tally tally, PrintWriter err) {
        return new StreamingQueryListener() {

            @Override
            public void onQueryStarted(QueryStartedEvent event) {
                err.println("tsm: waiting for videos; Ctrl-C ends, the same command goes on");
            }

            @Override
            public void onQueryProgress(QueryProgressEvent event) {
                if (event.progress().numInputRows() > 0) {
                    err.printf("tsm: %d videos since the start, %d errors%n", tally.done(), tally.errors());
                }
            }

            @Override
            public void onQueryTerminated(QueryTerminatedEvent event) {
                // Whoever waits for the query says why.
            }
        };
    }
}
