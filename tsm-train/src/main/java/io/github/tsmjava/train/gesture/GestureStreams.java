package io.github.tsmjava.train.gesture;

import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.files.FolderLock;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Long synthetic videos in which gestures are made, with what happens between them: what a camera sees that is never
 * turned off. Each has a seed of its own.
 *
 * @param count   streams
 * @param minutes how long each is
 * @param seed    of all; other seeds share no stream with them
 * @param rate    frames a second
 * @param size    width and height in pixels
 */
public record GestureStreams(int count, double minutes, int seed, double rate, int size, Scenery scenery) {

    /** The most frames of a stream, as many as five digits number. */
    public static final int MAX_FRAMES = 99_999;
    /** The list of the streams in their folder. */
    public static final String LIST = "streams.csv";

    private static final int SECONDS = 60;
    /** Keeps streams apart from the clips of the same seed. */
    private static final long STREAMS = 1L << 31;

    /** @throws ShapeException if a number is out of range */
    public GestureStreams {
        ShapeException.require(count > 0, "at least %d stream expected, got %d", 1, count);
        ShapeException.require(rate > 0 && minutes > 0 && frames(minutes, rate) >= 1 && frames(minutes, rate) <= MAX_FRAMES,
                "%d to %d frames a stream expected, got %s minutes at %s frames a second", 1, MAX_FRAMES, minutes, rate);
        ShapeException.require(size >= GestureSet.MIN_SIZE && size <= GestureSet.MAX_SIZE,
                "frames of %d to %d pixels a side expected, got %d", GestureSet.MIN_SIZE, GestureSet.MAX_SIZE, size);
    }

    /** How many frames so many minutes have. */
    public static long frames(double minutes, double rate) {
        return Math.round(minutes * SECONDS * rate);
    }

    /** The stream of an index. */
    public Video stream(int index) {
        return drawn(index);
    }

    /** What happens in the stream of an index, in order. */
    public List<StreamEvent> events(int index) {
        return drawn(index).events();
    }

    private GestureStream drawn(int index) {
        return new GestureStream((long) seed << 32 | STREAMS | index, (int) frames(minutes, rate), rate, size, scenery);
    }

    private static String folder(int index) {
        return String.format(Locale.ROOT, "%05d", index);
    }

    /**
     * Writes all streams as folders of JPEG frames, several at a time, then {@code category.txt} with the names of the
     * classes, and the tables of a {@link StreamList}, {@value #LIST} last.
     *
     * @param folder   a new or empty one
     * @param progress called after each stream, from any thread
     * @throws IOException in one line that names the file, if the folder is not empty, another run is writing to it, or a
     *                     file cannot be written; what was written before is deleted then
     */
    public void write(Path folder, Runnable progress) throws IOException {
        GestureSet.requireEmpty(folder);
        Files.createDirectories(folder);
        try (FolderLock _ = new FolderLock(folder)) {
            writeLocked(folder, progress);
        }
    }

    private void writeLocked(Path folder, Runnable progress) throws IOException {
        try {
            writeFrames(folder, progress);
            GestureSet.write(folder.resolve("category.txt"), Gesture.labels());
            new StreamList(folder.resolve(LIST), IntStream.range(0, count).mapToObj(index -> new StreamList.Entry(
                    folder(index), (int) frames(minutes, rate), rate, events(index))).toList()).write();
        } catch (IOException e) {
            for (int index = 0; index < count; index++) {
                Temporary.delete(folder.resolve(folder(index)));
            }
            throw e;
        }
    }

    private void writeFrames(Path folder, Runnable progress) throws IOException {
        try {
            WorkerPool.current().forEach(count, index -> {
                try {
                    FrameExtractor.write(stream(index), folder.resolve(folder(index)), FrameFormat.DEFAULT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                progress.run();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
