package io.github.tsmjava.train.gesture;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.files.FolderLock;
import io.github.tsmjava.train.files.TextFile;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.train.prepare.GifEncoder;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.train.streams.StreamSet;
import io.github.tsmjava.video.Video;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A data set of synthetic gestures: clips show the classes in turn, and each has a seed of its own.
 *
 * @param gestures   the classes, in the order of their labels
 * @param count      clips to train on
 * @param validation clips to validate on, which follow them; 0 for none
 * @param seed       of the whole set; sets of different seeds share no clip
 * @param frames     of each clip
 * @param size       width and height in pixels
 */
public record GestureSet(List<Gesture> gestures, int count, int validation, int seed, int frames, int size,
                         Scenery scenery) {

    /** The smallest and the largest side of a frame in pixels. */
    public static final int MIN_SIZE = 16;
    public static final int MAX_SIZE = 2048;
    /** The shortest and the longest clip in frames. */
    public static final int MIN_FRAMES = 2;
    public static final int MAX_FRAMES = 10_000;

    /** How clips are stored. */
    public enum Storage {
        FRAMES, GIF
    }

    /** @throws ShapeException if there are no clips, or gestures that are not one or more different ones */
    public GestureSet {
        gestures = List.copyOf(gestures);
        ShapeException.require(!gestures.isEmpty() && Set.copyOf(gestures).size() == gestures.size(),
                "different gestures expected, got %s", gestures);
        ShapeException.require(count > 0, "at least %d clip expected, got %d", 1, count);
        ShapeException.require(validation >= 0, "no less than %d clips expected, got %d", 0, validation);
    }

    /** All ten gestures, and nothing to validate on. */
    public GestureSet(int count, int seed, int frames, int size, Scenery scenery) {
        this(List.of(Gesture.values()), count, 0, seed, frames, size, scenery);
    }

    /**
     * The clip of an index; those from {@link #count} on are for validation.
     *
     * @throws ShapeException if the number of frames or the size is out of range
     */
    public Video clip(int index) {
        return drawn(index);
    }

    private GestureVideo drawn(int index) {
        return new GestureVideo(gesture(index), (long) seed << 32 | index, frames, size, scenery);
    }

    private Gesture gesture(int index) {
        return gestures.get(index % gestures.size());
    }

    /** A gesture's name in paths: {@code swipe-left}. */
    public static String folder(Gesture gesture) {
        return gesture.label().replace(' ', '-');
    }

    /** Below the folder of the set: {@code swipe-left/00010}. */
    private String place(int index) {
        return String.format(Locale.ROOT, "%s/%05d", folder(gesture(index)), index);
    }

    /** Writes all clips as folders of frames; see {@link #write(Path, Storage, Runnable)}. */
    public void write(Path folder) throws IOException {
        write(folder, Storage.FRAMES, () -> { });
    }

    /**
     * Writes all clips, several at a time, then {@code category.txt} with the names of the classes,
     * the tables of a {@link StreamList}, in which each clip is a stream and its movement an event, {@code val.txt} if
     * there are clips to validate on, and {@code list.txt}: {@code path frames label} for folders of JPEG frames,
     * {@code path label} for GIFs. Where there is a {@code list.txt}, the set is whole.
     *
     * @param folder   a new or empty one
     * @param progress called after each clip, from any thread
     * @throws IOException in one line that names the file, if the folder is not empty, another run is writing to it, or
     *                     a file cannot be written; what was written before is deleted then
     */
    public void write(Path folder, Storage storage, Runnable progress) throws IOException {
        try (FolderLock _ = FolderLock.ofEmpty(folder)) {
            writeLocked(folder, storage, progress);
        }
    }

    private void writeLocked(Path folder, Storage storage, Runnable progress) throws IOException {
        try {
            writeAll(folder, storage, progress);
        } catch (IOException e) {
            for (Gesture gesture : gestures) {
                Temporary.delete(folder.resolve(folder(gesture)));
            }
            throw e;
        }
    }

    private void writeAll(Path folder, Storage storage, Runnable progress) throws IOException {
        for (Gesture gesture : gestures) {
            Files.createDirectories(folder.resolve(folder(gesture)));
        }
        try {
            WorkerPool.current().forEach(count + validation, index -> {
                write(clip(index), folder.resolve(place(index)), storage);
                progress.run();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        TextFile.write(folder.resolve("category.txt"), gestures.stream().map(Gesture::label).toList());
        streams(folder, storage).write();
        if (validation > 0) {
            TextFile.write(folder.resolve("val.txt"), lines(count, count + validation, storage));
        }
        TextFile.write(folder.resolve("list.txt"), lines(0, count, storage));
    }

    private StreamList streams(Path folder, Storage storage) {
        return new StreamList(folder.resolve(StreamSet.LIST), IntStream.range(0, count + validation)
                .mapToObj(index -> new StreamList.Entry(path(index, storage), frames, frames / Course.CLIP_SECONDS,
                        drawn(index).event().stream().toList())).toList());
    }

    private String path(int index, Storage storage) {
        return storage == Storage.GIF ? place(index) + ".gif" : place(index);
    }

    private List<String> lines(int from, int to, Storage storage) {
        return IntStream.range(from, to).mapToObj(index -> {
            int label = index % gestures.size();
            return path(index, storage) + (storage == Storage.FRAMES ? " " + frames : "") + " " + label;
        }).toList();
    }

    private static void write(Video clip, Path place, Storage storage) {
        try {
            switch (storage) {
                case FRAMES -> FrameExtractor.write(clip, place, FrameFormat.DEFAULT);
                case GIF -> write(place.resolveSibling(place.getFileName() + ".gif"), GifEncoder.encode(clip));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(bytes));
    }
}
