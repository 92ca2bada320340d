package io.github.tsmjava.spark.input;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.video.Video;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.util.SerializableConfiguration;

/** The videos that {@code --input} names: a folder, a pattern, a list, a video, or a table with a column of paths. */
public final class Inputs {

    /** The column of a table. */
    public static final String PATH = "path";

    private static final String PATTERN = ".*[*?{\\[].*";
    private static final String TABLE = "[\\w.]+";
    private static final String LENGTH = "length";
    /** Paths whose lengths one task asks for. */
    private static final int PATHS_PER_TASK = 1000;

    private final SparkSession session;
    private final JavaSparkContext spark;
    private final Configuration configuration;

    /** Those that a session reaches. */
    public Inputs(SparkSession session) {
        this.session = session;
        spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        configuration = spark.hadoopConfiguration();
    }

    /**
     * Finds the videos.
     *
     * @param root the folder in which the paths of a list begin, or null for its own
     * @return those of different paths, the largest first
     * @throws IOException    in one line, if they cannot be found, or there are none
     * @throws UsageException if a list names different frames of one folder, whose scores could not be told apart
     */
    public List<Clip> clips(String input, String root) throws IOException {
        Map<String, Clip> clips = new TreeMap<>();
        for (Clip clip : all(input, root)) {
            Clip other = clips.putIfAbsent(clip.path(), clip);
            if (other != null && (other.offset() != clip.offset() || other.frames() != clip.frames())) {
                throw new UsageException("%s: expected each folder once, found different frames of %s"
                        .formatted(input, clip.path()));
            }
        }
        if (clips.isEmpty()) {
            throw new IOException(input + ": no videos");
        }
        return clips.values().stream().sorted(Clip.LARGEST_FIRST).toList();
    }

    private List<Clip> all(String input, String root) throws IOException {
        Path path = LocalCopy.path(input);
        FileSystem files = path.getFileSystem(configuration);
        FileStatus status = status(files, path);
        if (status == null) {
            if (input.matches(PATTERN)) {
                return matching(files, path);
            }
            if (input.matches(TABLE) && session.catalog().tableExists(input)) {
                return ofTable(input);
            }
            throw new IOException(input + ": no such file, folder or table");
        }
        if (status.isDirectory()) {
            return ofFolder(files, status);
        }
        return Video.isVideoName(path.getName()) ? List.of(clip(status, path.getName()))
                : measured(ClipList.read(input, root, configuration).clips());
    }

    private static FileStatus status(FileSystem files, Path path) throws IOException {
        try {
            return files.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private static Clip clip(FileStatus status, String name) {
        return new Clip(status.getPath().toString(), name, status.getLen());
    }

    /** The videos in it at any depth; without any it is itself one, of frames. */
    private static List<Clip> ofFolder(FileSystem files, FileStatus folder) throws IOException {
        String above = folder.getPath() + Path.SEPARATOR;
        List<Clip> clips = new ArrayList<>();
        boolean isHere = files instanceof LocalFileSystem;
        for (FileStatus file : isHere ? belowHere(files, folder.getPath()) : below(files, folder.getPath())) {
            String path = file.getPath().toString();
            if (Video.isVideoName(path)) {
                clips.add(clip(file, path.startsWith(above) ? path.substring(above.length()) : file.getPath().getName()));
            }
        }
        return clips.isEmpty() ? List.of(new Clip(folder.getPath().toString(), folder.getPath().getName(),
                files.getContentSummary(folder.getPath()).getLength())) : clips;
    }

    /** All files at any depth, in one request where the storage can do that. */
    private static List<FileStatus> below(FileSystem files, Path folder) throws IOException {
        List<FileStatus> all = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> found = files.listFiles(folder, true);
        while (found.hasNext()) {
            all.add(found.next());
        }
        return all;
    }

    /** The same on a disk of this machine, for which Hadoop would start a program for each file to ask for its owner. */
    private static List<FileStatus> belowHere(FileSystem files, Path folder) throws IOException {
        List<FileStatus> all = new ArrayList<>();
        for (FileStatus status : files.listStatus(folder)) {
            if (status.isDirectory()) {
                all.addAll(belowHere(files, status.getPath()));
            } else {
                all.add(status);
            }
        }
        return all;
    }

    private static List<Clip> matching(FileSystem files, Path pattern) throws IOException {
        List<Clip> clips = new ArrayList<>();
        FileStatus[] found = files.globStatus(pattern);
        for (FileStatus status : found == null ? new FileStatus[0] : found) {
            if (status.isDirectory()) {
                clips.addAll(ofFolder(files, status));
            } else if (Video.isVideoName(status.getPath().getName())) {
                clips.add(clip(status, status.getPath().getName()));
            }
        }
        return clips;
    }

    /** As paths stand in it, so that its other columns can be joined to the scores. */
    private List<Clip> ofTable(String name) throws IOException {
        Dataset<Row> table = session.table(name);
        List<String> columns = List.of(table.columns());
        if (!columns.contains(PATH)) {
            throw new IOException("%s: expected a table with a column %s, found %s".formatted(name, PATH, columns));
        }
        boolean measured = columns.contains(LENGTH);
        Dataset<Row> paths = table.select(functions.col(PATH).cast("string"),
                (measured ? functions.col(LENGTH) : functions.lit(0)).cast("long"))
                .where(functions.col(PATH).isNotNull());
        List<Clip> clips = new ArrayList<>();
        for (Iterator<Row> rows = paths.toLocalIterator(); rows.hasNext();) {
            Row row = rows.next();
            String path = row.getString(0);
            clips.add(new Clip(path, path.replaceFirst("^[a-z0-9]+:/*", ""), row.isNullAt(1) ? 0 : row.getLong(1)));
        }
        return measured ? clips : measured(clips);
    }

    /** The same with their lengths, for which the executors ask: a storage may take its time for each. */
    private List<Clip> measured(List<Clip> clips) {
        Broadcast<SerializableConfiguration> storage = spark.broadcast(new SerializableConfiguration(configuration));
        return spark.parallelize(clips, Math.ceilDiv(Math.max(1, clips.size()), PATHS_PER_TASK))
                .map(clip -> clip.withBytes(length(clip.path(), storage.value().value()))).collect();
    }

    /** Of a video that is not there, nothing; whoever opens it says so. */
    private static long length(String name, Configuration configuration) {
        try {
            Path path = LocalCopy.path(name);
            FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
            return status.isFile() ? status.getLen() : path.getFileSystem(configuration).getContentSummary(path).getLength();
        } catch (IOException e) {
            return 0;
        }
    }
}
