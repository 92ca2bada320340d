package io.github.tsmjava.spark.input;

import io.github.tsmjava.app.Main;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Opens videos on an executor, wherever they lie, for work that is given up after a time. Made once on the driver. */
public final class VideoReader implements Serializable {

    /** What is done with a video that is open. */
    public interface Work<T> {
        T on(Video video) throws IOException;
    }

    /**
     * What came of it.
     *
     * @param value        the work's, or null if there is an error
     * @param error        in one line with the video's path, or null if all went well
     * @param milliseconds from asking the storage to the end of the work
     * @param executor     where, as in {@code 3@worker-7}
     */
    public record Result<T>(T value, String error, double milliseconds, String executor) implements Serializable {
    }

    /** How storage is reached, which executors do not know by themselves. */
    private final Broadcast<SerializableConfiguration> storage;
    private final Modality modality;
    private final Decoder decoder;
    private final Limits limits;
    private final Duration patience;

    /**
     * A reader that opens videos as a classifier would.
     *
     * @param modality what their frames hold
     * @param settings the classifier's
     * @param patience for one piece of work, with what the video's storage takes
     */
    public VideoReader(SparkSession session, Modality modality, VideoClassifier.Settings settings, Duration patience) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        storage = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        this.modality = modality;
        decoder = settings.decoder();
        limits = settings.limits();
        this.patience = patience;
    }

    /**
     * Opens a video and does the work with as many threads as the task has cores.
     *
     * @throws IllegalStateException if Spark needs the task no longer; all else that goes wrong is in the result
     */
    public <T> Result<T> read(Clip clip, Work<T> work) {
        long start = System.nanoTime();
        // Asked here, since the thread that does the work is none of Spark's.
        int cpus = TaskContext.get() == null ? 1 : TaskContext.get().cpus();
        try {
            T value = TimeLimit.run(patience, () -> WorkerPool.current().limitedTo(cpus)
                    .call(() -> open(clip, work)));
            return new Result<>(value, null, millisSince(start), executor());
        } catch (IllegalStateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return failed(clip, e, start);
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return failed(clip, e, start);
        }
    }

    private static <T> Result<T> failed(Clip clip, Throwable e, long start) {
        String reason = Main.line(e);
        return new Result<>(null, reason.contains(clip.path()) ? reason : clip.path() + ": " + reason, millisSince(start),
                executor());
    }

    private <T> T open(Clip clip, Work<T> work) throws IOException {
        try (LocalCopy copy = LocalCopy.of(clip.path(), storage.value().value(), limits.bytes())) {
            Path local = copy.path().toAbsolutePath();
            // As an evaluation opens the videos of its list, which may be parts of folders.
            VideoList.Entry entry = new VideoList.Entry(0, local.getFileName().toString(), clip.offset(), clip.frames(), 0);
            try (Video video = entry.open(local.getParent(), modality, decoder, limits)) {
                return work.on(video);
            } catch (IOException e) {
                throw new IOException(renamed(Main.line(e), local.toString(), clip.path()), e);
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

    /** Which executor this is, as in {@code 3@worker-7}. */
    public static String executor() {
        SparkEnv environment = SparkEnv.get();
        return environment.executorId() + "@" + environment.blockManager().blockManagerId().host();
    }
}
