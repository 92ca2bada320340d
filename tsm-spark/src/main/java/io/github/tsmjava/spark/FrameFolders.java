package io.github.tsmjava.spark;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.LocalCopy;
import io.github.tsmjava.spark.progress.Watch;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Writes the frames of all videos of an input into folders, one for each, as {@code ./tsm prepare frames} does. */
final class FrameFolders {

    private final SparkSession session;
    private final String output;
    private final FrameWriter writer;

    /**
     * What became of the videos.
     *
     * @param written videos whose frames were written
     * @param present videos that had a folder already
     * @param errors  one line for each video that cannot be decoded
     */
    record Report(long written, long present, List<String> errors) {
    }

    FrameFolders(SparkSession session, String output, FrameWriter writer) {
        this.session = session;
        this.output = output;
        this.writer = writer;
    }

    /**
     * Writes all folders that are not there yet.
     *
     * @throws IOException in one line, if the output cannot be written, or two videos would share a folder
     */
    Report run(List<Clip> clips, PrintWriter err) throws IOException {
        requireFolders(clips);
        Path target = LocalCopy.path(output);
        FileSystem files = target.getFileSystem(session.sparkContext().hadoopConfiguration());
        Path unfinished = new Path(target, FrameWriter.UNFINISHED);
        try {
            files.delete(unfinished, true);
            files.mkdirs(unfinished);
        } catch (IOException e) {
            throw new IOException("%s: cannot be written: %s".formatted(output, e.getMessage()), e);
        }
        List<FrameWriter.Outcome> outcomes = new ArrayList<>();
        try (Watch _ = Watch.over(clips.size(), writer.tally(), err)) {
            int from = 0;
            while (from < clips.size()) {
                int slots = Session.slots(session);
                int to = Math.min(clips.size(), from + Batches.chunk(slots));
                outcomes.addAll(write(Batches.tasks(clips.subList(from, to), slots)));
                from = to;
            }
        }
        files.delete(unfinished, true);
        return new Report(count(outcomes, FrameWriter.Outcome.WRITTEN), count(outcomes, FrameWriter.Outcome.PRESENT),
                outcomes.stream().map(FrameWriter.Outcome::error).filter(error -> !error.isEmpty()).toList());
    }

    private static long count(List<FrameWriter.Outcome> outcomes, FrameWriter.Outcome kind) {
        return outcomes.stream().filter(kind::equals).count();
    }

    private List<FrameWriter.Outcome> write(List<List<Clip>> tasks) {
        FrameWriter onExecutors = writer;
        return JavaSparkContext.fromSparkContext(session.sparkContext()).parallelize(tasks, tasks.size())
                .flatMap(List::iterator).map(onExecutors::write).collect();
    }

    private static void requireFolders(List<Clip> clips) {
        Map<String, Clip> folders = new TreeMap<>();
        for (Clip clip : clips) {
            Clip other = folders.put(FrameWriter.folder(clip), clip);
            if (other != null) {
                throw new UsageException("%s: its frames and those of %s would share the folder %s"
                        .formatted(clip.path(), other.path(), FrameWriter.folder(clip)));
            }
        }
    }
}
