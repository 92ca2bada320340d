package io.github.tsmjava.video.gif;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.FilePart;
import io.github.tsmjava.video.guard.FrameRates;
import io.github.tsmjava.video.guard.FrameSet;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/** An animated GIF. Each frame needs those before it, so all up to the last one wanted are drawn. */
public final class GifVideo implements FrameReader {

    private static final long MAX_FILE_SIZE = 1L << 28;
    /** Time for any request, and what pixels drawn and canvases copied add: ten times what they usually take. */
    private static final long MILLIS = 4000;
    private static final long DRAWN_PER_MILLI = 4096;
    /** What a frame costs even if it is tiny, in pixels. */
    private static final long LEAST_DRAWN = 256;
    private static final long COPIED_PER_MILLI = 1 << 16;

    /** Hundredths of a second. Files that ask for less do not mean it, so browsers take the usual time instead. */
    private static final int LEAST_DELAY = 2;
    private static final int USUAL_DELAY = 10;

    private final Path path;
    private final GifFile file;
    private final Limits limits;
    /** Hundredths of a second from the beginning to the end of each frame. */
    private final long[] ends;

    private GifVideo(Path path, GifFile file, Limits limits) {
        this.path = path;
        this.file = file;
        this.limits = limits;
        ends = file.frames().stream().mapToLong(frame -> frame.delay() < LEAST_DELAY ? USUAL_DELAY : frame.delay())
                .toArray();
        Arrays.parallelPrefix(ends, Long::sum);
    }

    public static GifVideo open(Path path, FileChannel channel, Limits limits) throws IOException {
        long most = Math.min(MAX_FILE_SIZE, limits.bytes());
        if (channel.size() > most) {
            throw new VideoException(path, "a GIF of %d bytes, allowed are %d".formatted(channel.size(), most));
        }
        byte[] bytes = FilePart.read(channel, 0, (int) channel.size()).array();
        return new GifVideo(path, GifFile.read(path, bytes, limits), limits);
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public int frameCount() {
        return file.frames().size();
    }

    @Override
    public OptionalDouble frameRate() {
        return FrameRates.of(frameCount(), ends[frameCount() - 1] / 100.0);
    }

    @Override
    public OptionalDouble time(int index) {
        return OptionalDouble.of(index == 0 ? 0 : ends[index - 1] / 100.0);
    }

    @Override
    public String decoder() {
        return "gif";
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        int[] wanted = Arrays.stream(indices).map(i -> Objects.checkIndex(i, frameCount())).sorted().distinct()
                .toArray();
        if (wanted.length == 0) {
            return List.of();
        }
        FrameSet.requireRoom(path, 3L * file.width() * file.height() * (wanted.length + 1), limits);
        long drawn = 0;
        for (int index = 0; index <= wanted[wanted.length - 1]; index++) {
            drawn += Math.max(LEAST_DRAWN, file.frames().get(index).pixels());
        }
        return Guard.run(path, deadline(drawn, wanted.length + 1), () -> {
            FrameSet images = new FrameSet(path, limits);
            GifCanvas canvas = new GifCanvas(path, file);
            for (int index : wanted) {
                while (canvas.drawn() <= index) {
                    canvas.draw();
                }
                images.put(index, canvas.shown());
            }
            return images;
        }).at(indices);
    }

    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, frameCount());
        GifCanvas canvas = new GifCanvas(path, file);
        for (int index = 0; index < to; index++) {
            boolean wanted = index >= from;
            Image image = Guard.run(path, deadline(file.frames().get(index).pixels(), wanted ? 1 : 0), () -> {
                canvas.draw();
                return wanted ? canvas.shown() : null;
            });
            if (wanted) {
                consumer.accept(index, image);
            }
        }
    }

    private Deadline deadline(long drawn, long copies) {
        long copied = copies * file.width() * file.height();
        return Deadline.in(limits.time())
                .atMost(Duration.ofMillis(MILLIS + drawn / DRAWN_PER_MILLI + copied / COPIED_PER_MILLI));
    }

    @Override
    public void close() {
        // The file is in memory.
    }
}
