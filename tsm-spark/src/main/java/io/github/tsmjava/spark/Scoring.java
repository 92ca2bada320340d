package io.github.tsmjava.spark;

import io.github.tsmjava.spark.PartScorer.Part;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.progress.Watch;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Scores all videos of an input that have no row yet, chunk by chunk. */
final class Scoring {

    private static final StructType VIDEOS = new StructType()
            .add(ScoreRow.PATH, DataTypes.StringType)
            .add("offset", DataTypes.IntegerType)
            .add(ScoreRow.FRAMES, DataTypes.IntegerType);

    private final SparkSession session;
    private final Scorer scorer;
    private final PartScorer<?> parts;
    private final ScoreTable table;
    /** Videos of a chunk, or null for what suits the cluster. */
    private final Integer chunk;

    /** @param parts what videos of many bytes are scored by */
    Scoring(SparkSession session, Scorer scorer, PartScorer<?> parts, ScoreTable table, Integer chunk) {
        this.session = session;
        this.scorer = scorer;
        this.parts = parts;
        this.table = table;
        this.chunk = chunk;
    }

    /**
     * Fills the table.
     *
     * @param resume whether the table may hold some of the rows
     */
    void run(List<Clip> clips, boolean resume, PrintWriter err) throws IOException {
        table.begin(scorer.identity() + parts.identity(), resume);
        List<Clip> missing = table.missing(clips);
        if (resume) {
            err.printf("tsm: %d of %d videos have scores already%n", clips.size() - missing.size(), clips.size());
        }
        long start = System.nanoTime();
        try (Watch _ = Watch.over(missing.size(), scorer.tally(), err)) {
            int from = 0;
            while (from < missing.size()) {
                // Asked for each, since executors come and go.
                int slots = Session.slots(session);
                int to = Math.min(missing.size(), from + (chunk == null ? Batches.chunk(slots) : chunk));
                append(missing.subList(from, to), slots);
                from = to;
            }
        }
        table.complete();
        double seconds = (System.nanoTime() - start) / 1e9;
        err.printf(Locale.ROOT, "tsm: %d videos in %.1f s, %.1f a second%n", missing.size(), seconds,
                missing.size() / seconds);
    }

    private void append(List<Clip> clips, int slots) throws IOException {
        List<Clip> whole = new ArrayList<>();
        List<Part> pieces = new ArrayList<>();
        for (Clip clip : clips) {
            List<Part> ofClip = parts.parts(clip);
            pieces.addAll(ofClip);
            if (ofClip.isEmpty()) {
                whole.add(clip);
            }
        }
        if (!pieces.isEmpty()) {
            pieces.sort(Comparator.comparingLong(Part::weight).reversed());
            table.append(parts.score(session, Batches.tasks(pieces, Part::weight, slots), slots));
        }
        if (!whole.isEmpty()) {
            append(Batches.tasks(whole, slots));
        }
    }

    private void append(List<List<Clip>> tasks) throws IOException {
        JavaRDD<Row> videos = JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(tasks, tasks.size())
                .flatMap(List::iterator)
                .map(clip -> RowFactory.create(clip.path(), clip.offset(), clip.frames()));
        table.append(scorer.score(session.createDataFrame(videos, VIDEOS)));
    }
}
