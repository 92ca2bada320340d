package io.github.tsmjava.spark;

import io.github.tsmjava.app.Main;
import io.github.tsmjava.models.Prediction;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.spark.progress.Tally;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/** What an executor does with a video. Made once on the driver, for any number of jobs. */
final class Scorer implements Serializable {

    private static final int UNKNOWN = -1;

    private final SharedNetwork network;
    /** How storage is reached, which executors do not know by themselves. */
    private final Broadcast<SerializableConfiguration> storage;
    private final int top;
    private final Duration patience;
    private final Tally tally;

    /** @throws IOException in one line, if the network cannot be broadcast */
    Scorer(SparkSession session, VideoScores.Options options) throws IOException {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        network = new SharedNetwork(spark, options.network(), options.settings());
        storage = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        top = options.top();
        patience = options.patience();
        tally = new Tally(session.sparkContext());
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
                parts ? functions.col(ScoreRow.FRAMES) : functions.lit(UNKNOWN));
        return paths.mapPartitions((MapPartitionsFunction<Row, Row>) this::all, Encoders.row(ScoreRow.SCHEMA));
    }

    /** One at a time as Spark takes them, so a partition of any size needs little memory. */
    private Iterator<Row> all(Iterator<Row> videos) {
        Iterable<Row> rows = () -> videos;
        Stream<Row> scored = StreamSupport.stream(rows.spliterator(), false).map(video -> {
            String path = video.getString(0);
            return ScoreRow.withPath(path, path == null
                    ? ScoreRow.failed("no path", 0, executor())
                    : scores(path, video.getInt(1), video.getInt(2)));
        });
        return scored.iterator();
    }

    /** The scores of a video, or why there are none. */
    Row scores(String path) {
        return scores(path, 0, UNKNOWN);
    }

    private Row scores(String path, int offset, int frames) {
        long start = System.nanoTime();
        // Asked here, since the thread that does the work is none of Spark's.
        int cpus = TaskContext.get() == null ? 1 : TaskContext.get().cpus();
        // An executor that cannot load it is no fault of the video: Spark tries another one.
        VideoClassifier classifier = network.classifier();
        try {
            Prediction prediction = TimeLimit.run(patience, () -> WorkerPool.current().limitedTo(cpus)
                    .call(() -> classify(classifier, path, offset, frames)));
            tally.scored();
            return ScoreRow.of(prediction, top, classifier.settings().kernels().name(), millisSince(start), executor());
        } catch (IllegalStateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return failed(path, e, start);
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return failed(path, e, start);
        }
    }

    private Row failed(String path, Throwable e, long start) {
        tally.failed();
        String reason = Main.line(e);
        return ScoreRow.failed(reason.contains(path) ? reason : path + ": " + reason, millisSince(start), executor());
    }

    private Prediction classify(VideoClassifier classifier, String path, int offset, int frames) throws IOException {
        VideoClassifier.Settings settings = classifier.settings();
        try (LocalCopy copy = LocalCopy.of(path, storage.value().value(), settings.limits().bytes())) {
            Path local = copy.path().toAbsolutePath();
            // As an evaluation opens the videos of its list, which may be parts of folders.
            VideoList.Entry entry = new VideoList.Entry(0, local.getFileName().toString(), offset, frames, 0);
            try (Video video = entry.open(local.getParent(), classifier.model().network().config().modality(),
                    settings.decoder(), settings.limits())) {
                return classifier.classify(video);
            } catch (IOException e) {
                throw new IOException(renamed(Main.line(e), local.toString(), path), e);
            }
        }
    }

    /** Nobody knows the name of a copy. */
    private static String renamed(String reason, String copy, String path) {
        return reason.contains(path) ? reason : reason.replace(copy, path);
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static String executor() {
        SparkEnv environment = SparkEnv.get();
        return environment.executorId() + "@" + environment.blockManager().blockManagerId().host();
    }
}
