package io.github.tsmjava.spark;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.LocalCopy;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;

/**
 * The folder of scores that a run fills, chunk by chunk, and that another one goes on with. A chunk that is not committed leaves
 * nothing that is read; nothing is deleted that was.
 */
final class ScoreTable {

    /** How its files are written. */
    enum Format {
        PARQUET, JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What is in it.
     *
     * @param videos that have rows
     * @param errors those without scores
     */
    record Summary(long videos, long errors) {
    }

    /** Says what the scores are of. Whatever begins like this is not read as scores. */
    private static final String IDENTITY = "_tsm";
    /** Of tasks that are not committed. */
    private static final String UNCOMMITTED = "_temporary";
    private static final String COMPLETE = "_SUCCESS";
    /** How files of rows begin. */
    private static final String PART = "part-";
    private static final String PARQUET_COMPRESSION = "spark.sql.parquet.compression.codec";

    private final SparkSession session;
    private final String folder;
    private final Format format;
    private final Path path;
    private final StructType schema;
    private final FileSystem files;

    /**
     * A folder of scores, whether it is there yet or not.
     *
     * @param schema of its rows
     * @throws IOException in one line, if there is no such file system
     */
    ScoreTable(SparkSession session, String folder, Format format, StructType schema) throws IOException {
        this.session = session;
        this.folder = folder;
        this.format = format;
        this.schema = schema;
        path = LocalCopy.path(folder);
        files = path.getFileSystem(session.sparkContext().hadoopConfiguration());
    }

    /**
     * Prepares the folder, before any video is looked at.
     *
     * @param identity what the scores are of
     * @param resume   whether it may hold some
     * @throws UsageException if it holds what must not be mixed with what is to come
     * @throws IOException    in one line, if it cannot be written
     */
    void begin(String identity, boolean resume) throws IOException {
        try {
            if (files.exists(path) && files.getFileStatus(path).isFile()) {
                throw new UsageException(folder + ": expected a folder for scores, found a file");
            }
            files.mkdirs(path);
            requireWritable();
        } catch (IOException e) {
            throw new IOException("%s: cannot be written: %s".formatted(folder, firstLine(e)), e);
        }
        List<String> names = new ArrayList<>();
        for (FileStatus file : files.listStatus(path)) {
            names.add(file.getPath().getName());
        }
        boolean empty = names.stream().allMatch(name -> name.startsWith("."));
        if (!empty && !resume) {
            throw new UsageException(folder + ": expected an empty folder or a new one; --resume goes on with what is there");
        }
        requireFormat(names);
        String found = readIdentity();
        if (found == null && names.stream().anyMatch(name -> name.startsWith(PART))) {
            throw new UsageException(folder + ": expected scores of ./tsm spark, found other files");
        }
        if (found != null && !found.equals(identity)) {
            throw new UsageException(folder + ": holds scores of another network, or with other options; expected the same "
                    + "or another folder");
        }
        // A driver that was killed leaves what its tasks had done; the next commit would take it for its own.
        files.delete(new Path(path, UNCOMMITTED), true);
        files.delete(new Path(path, COMPLETE), false);
        if (found == null) {
            write(IDENTITY, identity);
        }
    }

    private void requireWritable() throws IOException {
        Path probe = new Path(path, "." + UUID.randomUUID());
        files.create(probe, false).close();
        files.delete(probe, false);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void requireFormat(List<String> names) {
        for (Format other : Format.values()) {
            if (other != format && names.stream().anyMatch(name -> name.startsWith(PART) && name.endsWith("." + other))) {
                throw new UsageException("%s: holds %s; --format %s goes on with it".formatted(folder, other, other));
            }
        }
    }

    private String readIdentity() throws IOException {
        try (FSDataInputStream in = files.open(new Path(path, IDENTITY))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private void write(String name, String text) throws IOException {
        try (FSDataOutputStream out = files.create(new Path(path, name), true)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The rows that are committed. */
    Dataset<Row> rows() {
        return session.read().schema(schema).format(format.toString()).load(folder);
    }

    /** Those that have no row yet. */
    List<Clip> missing(List<Clip> clips) throws IOException {
        // Spark takes most of a second to find out that there is nothing.
        if (!hasRows()) {
            return clips;
        }
        Set<String> present = new HashSet<>();
        Dataset<String> paths = rows().select(ScoreRow.PATH).as(Encoders.STRING());
        for (Iterator<String> all = paths.toLocalIterator(); all.hasNext();) {
            present.add(all.next());
        }
        return clips.stream().filter(clip -> !present.contains(clip.path())).toList();
    }

    private boolean hasRows() throws IOException {
        for (FileStatus file : files.listStatus(path)) {
            if (file.getPath().getName().startsWith(PART)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Computes rows and commits them, all or none of each task.
     *
     * @throws IOException in one line, if they cannot be committed
     */
    void append(Dataset<Row> scores) throws IOException {
        try {
            save(scores);
        } catch (Exception e) {
            // Scala need not declare what it throws.
            if (e instanceof IOException cause) {
                throw new IOException("%s: cannot be written: %s".formatted(folder, firstLine(cause)), cause);
            }
            throw e;
        }
    }

    private void save(Dataset<Row> scores) {
        scores.write().mode(SaveMode.Append).format(format.toString())
                // Tasks commit beside the table, and the driver moves what they have done: of a task that ran twice, one result.
                .option("mapreduce.fileoutputcommitter.algorithm.version", "1")
                .option("mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                .option("compression", compression())
                .save(folder);
    }

    /**
     * Unless the user says another: what Java itself has. Parquet's usual one, Snappy, takes a library that does not load where
     * musl is installed beside the machine's own C library.
     */
    private String compression() {
        return format == Format.JSON ? "none" : session.sparkContext().conf().get(PARQUET_COMPRESSION, "gzip");
    }

    /** Begins to compute the rows of a stream, and to commit them batch by batch. */
    StreamingQuery follow(Dataset<Row> scores, String checkpoint, Trigger trigger) throws TimeoutException {
        return scores.writeStream().format(format.toString()).trigger(trigger)
                .option("compression", compression())
                .option("checkpointLocation", new Path(path, checkpoint).toString()).start(folder);
    }

    /** Marks the table as complete, in the way of Hadoop's jobs. */
    void complete() throws IOException {
        write(COMPLETE, "");
    }

    /** Counts the videos. */
    Summary summary() {
        // Where windows have rows, a video has many; one with an error has one.
        Column videos = schema.equals(ScoreRow.SCHEMA) ? functions.count(functions.lit(1))
                : functions.countDistinct(functions.col(ScoreRow.PATH));
        Row counts = rows().agg(videos, functions.count(functions.col(ScoreRow.ERROR))).first();
        return new Summary(counts.getLong(0), counts.getLong(1));
    }

    /** Some of the errors. */
    List<String> errors(int most) {
        return rows().where(functions.col(ScoreRow.ERROR).isNotNull()).select(ScoreRow.ERROR).as(Encoders.STRING())
                .takeAsList(most);
    }
}
