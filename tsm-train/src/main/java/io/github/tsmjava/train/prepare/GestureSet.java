package io.github.tsmjava.train.prepare;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.video.gesture.Gesture;
import io.github.tsmjava.video.gesture.GestureVideo;
import io.github.tsmjava.video.gesture.Scenery;
import io.github.tsmjava.weights.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A data set of synthetic gestures: clip i shows class i modulo 10, and has a seed of its own.
 *
 * @param count  clips
 * @param seed   of the whole set; sets of different seeds share no clip
 * @param frames of each clip
 * @param size   width and height in pixels
 */
public record GestureSet(int count, int seed, int frames, int size, Scenery scenery) {

    /** How clips are stored. */
    public enum Storage {
        FRAMES, GIF
    }

    /** @throws ShapeException if there are no clips */
    public GestureSet {
        ShapeException.require(count > 0, "at least %d clip expected, got %d", 1, count);
    }

    /**
     * The clip of an index below {@link #count}.
     *
     * @throws ShapeException if the number of frames or the size is out of range
     */
    public GestureVideo clip(int index) {
        return new GestureVideo(gesture(index), (long) seed << 32 | index, frames, size, scenery);
    }

    private static Gesture gesture(int index) {
        return Gesture.values()[index % Gesture.values().length];
    }

    private static String folder(Gesture gesture) {
        return gesture.label().replace(' ', '-');
    }

    /** Below the folder of the set: {@code swipe-left/00010}. */
    private static String place(int index) {
        return String.format(Locale.ROOT, "%s/%05d", folder(gesture(index)), index);
    }

    /**
     * Writes all clips, several at a time, then {@code category.txt} with the names of the classes and {@code list.txt}:
     * {@code path frames label} for folders of JPEG frames, {@code path label} for GIFs. Where there is a list, the set
     * is whole.
     *
     * @param folder   a new or empty one
     * @param progress called after each clip, from any thread
     * @throws IOException in one line that names the file, if the folder is not empty or a file cannot be written; what
     *                     was written before is deleted then
     */
    public void write(Path folder, Storage storage, Runnable progress) throws IOException {
        requireEmpty(folder);
        try {
            writeAll(folder, storage, progress);
        } catch (IOException e) {
            for (Gesture gesture : Gesture.values()) {
                FrameExtractor.delete(folder.resolve(folder(gesture)));
            }
            throw e;
        }
    }

    private void writeAll(Path folder, Storage storage, Runnable progress) throws IOException {
        for (Gesture gesture : Gesture.values()) {
            Files.createDirectories(folder.resolve(folder(gesture)));
        }
        try {
            WorkerPool.current().forEach(count, index -> {
                write(clip(index), folder.resolve(place(index)), storage);
                progress.run();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            lines.add(switch (storage) {
                case FRAMES -> place(index) + " " + frames + " " + gesture(index).ordinal();
                case GIF -> place(index) + ".gif " + gesture(index).ordinal();
            });
        }
        write(folder.resolve("category.txt"), Gesture.labels());
        write(folder.resolve("list.txt"), lines);
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(folder)) {
            throw new IOException("%s: expected a new or empty folder, found %s"
                    .formatted(folder, Files.isDirectory(folder) ? "files in it" : "a file"));
        }
    }

    private static void write(GestureVideo clip, Path place, Storage storage) {
        try {
            switch (storage) {
                case FRAMES -> FrameExtractor.write(clip, place, FrameFormat.DEFAULT);
                case GIF -> write(place.resolveSibling(place.getFileName() + ".gif"), GifEncoder.encode(clip));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, List<String> lines) throws IOException {
        write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(bytes));
    }
}
