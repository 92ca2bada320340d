package io.github.tsmjava.spark;

import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.VideoReader.Result;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Scores a long video in parts, each by another task, and puts together what they say. All rows of a video come out of one task,
 * so they are committed together; where a part fails, the video has one row that says why.
 *
 * @param <T> what comes of a part, serializable
 */
abstract class PartScorer<T> implements Serializable {

    /** Each task opens the video anew, so there should not be too many. */
    private static final int MOST_PARTS = 1000;

    /** One of the parts of a video, which are about as large as one another. */
    record Part(Clip clip, int index, int count) implements Serializable {

        /** Roughly how long it takes, in bytes of video. */
        long weight() {
            return clip.withBytes(clip.bytes() / count).weight();
        }

        /** Its share of so many things: the first of them. */
        int from(int things) {
            return (int) ((long) index * things / count);
        }

        /** The one behind the last. */
        int to(int things) {
            return (int) ((index + 1L) * things / count);
        }
    }

    private record Scored<T>(Part part, Result<T> result) implements Serializable {
    }

    protected final Scorer scorer;
    private final long split;

    /** @param split bytes that a part has at most, about */
    PartScorer(Scorer scorer, long split) {
        this.scorer = scorer;
        this.split = split;
    }

    /** What the rows depend on beside the videos. */
    abstract String identity();

    /** The columns of a row. */
    abstract StructType schema();

    /**
     * How many parts a video has; 0 if it is scored as a whole, without a step in which parts are put together.
     *
     * @param bySize at least 1
     */
    abstract int countParts(int bySize);

    /** The scores of a part; on an executor. */
    abstract T score(Video video, Part part) throws IOException;

    /** What must be the same in all parts of a video, or they were not decoded alike. */
    abstract Object frames(T scores);

    /** The rows of a video, from all of its parts in order. */
    abstract List<Row> rows(String path, List<Result<T>> parts);

    /** The row of a video that has no scores. */
    abstract Row failed(String path, Result<?> result);

    /** The parts of a video, or none if it is scored as a whole. */
    List<Part> parts(Clip clip) {
        int count = countParts(Math.clamp(Math.ceilDiv(clip.bytes(), split), 1, MOST_PARTS));
        return IntStream.range(0, count).mapToObj(index -> new Part(clip, index, count)).toList();
    }

    /**
     * The rows of videos.
     *
     * @param tasks the parts of each task
     * @param slots tasks that can run at the same time
     */
    Dataset<Row> score(SparkSession session, List<List<Part>> tasks, int slots) {
        JavaRDD<Row> rows = JavaSparkContext.fromSparkContext(session.sparkContext())
                .parallelize(tasks, tasks.size())
                .flatMap(List::iterator)
                .mapToPair(part -> new Tuple2<>(part.clip().path(), new Scored<>(part, result(part))))
                .groupByKey(slots)
                .flatMap(video -> together(video._2()).iterator());
        return session.createDataFrame(rows, schema());
    }

    private Result<T> result(Part part) {
        return scorer.reader().read(part.clip(), video -> score(video, part));
    }

    private List<Row> together(Iterable<Scored<T>> unordered) {
        List<Scored<T>> parts = new ArrayList<>();
        unordered.forEach(parts::add);
        parts.sort(Comparator.comparingInt(scored -> scored.part().index()));
        Clip clip = parts.getFirst().part().clip();
        List<Result<T>> results = parts.stream().map(Scored::result).toList();
        if (error(results).isEmpty() && results.stream().map(result -> frames(result.value())).distinct().count() > 1) {
            // Java gave up in the middle and ffmpeg did the rest, whose colours may differ: as one task would have done it.
            results = List.of(result(new Part(clip, 0, 1)));
        }
        Optional<Result<T>> error = error(results);
        if (error.isPresent()) {
            scorer.tally().failed();
            return List.of(failed(clip.path(), error.get()));
        }
        scorer.tally().scored();
        return rows(clip.path(), results);
    }

    private static <T> Optional<Result<T>> error(List<Result<T>> parts) {
        return parts.stream().filter(part -> part.error() != null).findFirst();
    }
}
