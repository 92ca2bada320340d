package io.github.tsmjava.spark;

import io.github.tsmjava.app.Main;
import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.LocalCopy;
import io.github.tsmjava.spark.input.TimeLimit;
import io.github.tsmjava.spark.progress.Tally;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Writes the frames of a video into a folder, which appears when it is whole; on an executor. */
final class FrameWriter implements Serializable {

    /** In the output, where folders are until they are whole. */
    static final String UNFINISHED = "_temporary";

    private final String output;
    private final FrameFormat format;
    private final Decoder decoder;
    private final Duration patience;
    private final Broadcast<SerializableConfiguration> storage;
    private final Tally tally;

    /**
     * What became of one video.
     *
     * @param error one line, or empty if there is none
     */
    record Outcome(boolean isWritten, String error) implements Serializable {

        static final Outcome WRITTEN = new Outcome(true, "");
        static final Outcome PRESENT = new Outcome(false, "");
    }

    FrameWriter(SparkSession session, String output, FrameFormat format, Decoder decoder, Duration patience) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.output = output;
        this.format = format;
        this.decoder = decoder;
        this.patience = patience;
        this.storage = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        this.tally = new Tally(session.sparkContext());
    }

    Tally tally() {
        return tally;
    }

    /** Below the output: {@code class/clip} for {@code class/clip.mp4}. Never above it, whatever a list says. */
    static String folder(Clip clip) {
        String name = clip.name().replaceFirst("^[A-Za-z0-9]+:/+", "").replaceAll("(^|/)\\.{1,2}(?=/|$)", "$1_")
                .replaceFirst("^/+", "");
        return Video.isVideoName(name) ? name.substring(0, name.lastIndexOf('.')) : name;
    }

    /** Writes the frames of a video, unless its folder is there. */
    Outcome write(Clip clip) {
        try {
            Outcome outcome = TimeLimit.run(patience, () -> writeInTime(clip));
            tally.scored();
            return outcome;
        } catch (IllegalStateException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return failed(clip, e);
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            return failed(clip, e);
        }
    }

    private Outcome failed(Clip clip, Throwable e) {
        tally.failed();
        String reason = Main.line(e);
        return new Outcome(false, reason.contains(clip.path()) ? reason : clip.path() + ": " + reason);
    }

    private Outcome writeInTime(Clip clip) throws IOException {
        Configuration configuration = storage.value().value();
        Path target = new Path(output, folder(clip));
        FileSystem files = target.getFileSystem(configuration);
        if (files.exists(target)) {
            return Outcome.PRESENT;
        }
        Path unfinished = files.makeQualified(new Path(new Path(output, UNFINISHED), UUID.randomUUID().toString()));
        try (LocalCopy copy = LocalCopy.of(clip.path(), configuration, Limits.USUAL.bytes());
                Video video = Video.open(copy.path(), decoder)) {
            if (files instanceof LocalFileSystem local) {
                FrameExtractor.write(video, local.pathToFile(unfinished).toPath(), format);
            } else {
                writeAndCopy(video, files, unfinished);
            }
        }
        files.mkdirs(target.getParent());
        return move(files, unfinished, target) ? Outcome.WRITTEN : Outcome.PRESENT;
    }

    /** Whether the folder is now there by this task; the same task on another executor may have been faster. */
    private static boolean move(FileSystem files, Path unfinished, Path target) throws IOException {
        boolean moved = !files.exists(target) && files.rename(unfinished, target);
        // Onto a folder that came between the two, Hadoop moves into it.
        Path inside = new Path(target, unfinished.getName());
        if (moved && !files.exists(inside)) {
            return true;
        }
        files.delete(moved ? inside : unfinished, true);
        if (!files.exists(target)) {
            throw new IOException(target + ": cannot be written");
        }
        return false;
    }

    private void writeAndCopy(Video video, FileSystem files, Path unfinished) throws IOException {
        java.nio.file.Path folder = java.nio.file.Path.of(System.getProperty("java.io.tmpdir"), "tsm-" + UUID.randomUUID());
        try (Temporary temporary = Temporary.folder(folder)) {
            java.nio.file.Path frames = temporary.path().resolve("frames");
            FrameExtractor.write(video, frames, format);
            files.copyFromLocalFile(new Path(frames.toUri()), unfinished);
        }
    }
}
