package io.github.tsmjava.video.ffmpeg;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.Deadline;
import io.github.tsmjava.video.guard.FrameRates;
import io.github.tsmjava.video.guard.FrameSet;
import io.github.tsmjava.video.image.FrameReader;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A video that the {@code ffmpeg} program decodes. Frames are counted by decoding them once: headers may be wrong. */
public final class FfmpegVideo implements FrameReader {

    private static final Pattern FRAMES = Pattern.compile("frame=\\s*(\\d{1,9})");
    /** Microseconds up to the end of the last frame; a few versions say its beginning. */
    private static final Pattern TIME = Pattern.compile("out_time_us=\\s*(\\S*)");
    /** Some hundred bytes for each half a second. */
    private static final int MAX_PROGRESS = 1 << 24;
    /** More ranges than this would make too long an expression for ffmpeg. */
    private static final int MAX_RANGES = 200;
    /** Frames as pictures, one after the other. */
    private static final List<String> PICTURES =
            List.of("-c:v", "ppm", "-pix_fmt", "rgb24", "-f", "image2pipe", "pipe:1");

    private final Path path;
    private final Ffmpeg ffmpeg;
    private final Limits limits;
    private final int frameCount;
    private final double seconds;

    private FfmpegVideo(Path path, Ffmpeg ffmpeg, Limits limits, int frameCount, double seconds) {
        this.path = path;
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.frameCount = frameCount;
        this.seconds = seconds;
    }

    public static FfmpegVideo open(Path path, Limits limits) throws VideoException {
        Ffmpeg ffmpeg = Ffmpeg.installed().orElseThrow(() -> new VideoException(path, "ffmpeg is not on the PATH"));
        return open(path, ffmpeg, limits, Deadline.in(limits.time()));
    }

    public static FfmpegVideo open(Path path, Ffmpeg ffmpeg, Limits limits, Deadline deadline) throws VideoException {
        String progress = ffmpeg.decode(path, deadline, List.of("-progress", "pipe:1", "-f", "null", "-"),
                in -> new String(in.readNBytes(MAX_PROGRESS), StandardCharsets.UTF_8));
        int frames = (int) last(FRAMES, progress);
        if (frames < 1 || frames > limits.frames()) {
            throw new VideoException(path, "ffmpeg finds %s frames in it, allowed are 1 to %d"
                    .formatted(frames == 0 ? "no" : frames, limits.frames()));
        }
        return new FfmpegVideo(path, ffmpeg, limits, frames, last(TIME, progress) / 1e6);
    }

    /** The number in the last line of its kind, since progress is told again and again; 0 if that holds none. */
    private static long last(Pattern kind, String progress) {
        String last = "";
        for (Matcher line = kind.matcher(progress); line.find(); ) {
            last = line.group(1);
        }
        return last.matches("\\d{1,15}") ? Long.parseLong(last) : 0;
    }

    @Override
    public String name() {
        return path.toString();
    }

    @Override
    public int frameCount() {
        return frameCount;
    }

    @Override
    public OptionalDouble frameRate() {
        return FrameRates.of(frameCount, seconds);
    }

    @Override
    public String decoder() {
        return "ffmpeg";
    }

    @Override
    public List<Image> frames(int... indices) throws VideoException {
        return frames(Deadline.in(limits.time()), indices);
    }

    /** The same for a request that began earlier. */
    public List<Image> frames(Deadline deadline, int... indices) throws VideoException {
        int[] wanted = Arrays.stream(indices).map(i -> Objects.checkIndex(i, frameCount)).sorted().distinct().toArray();
        if (wanted.length == 0) {
            return List.of();
        }
        List<int[]> ranges = ranges(wanted);
        int count = ranges.stream().mapToInt(range -> range[1] - range[0] + 1).sum();
        String select = ranges.stream().map(range -> "between(n," + range[0] + "," + range[1] + ")")
                .collect(Collectors.joining("+"));
        List<String> options = new ArrayList<>(List.of("-vf", "select='" + select + "'",
                "-frames:v", Integer.toString(count)));
        options.addAll(PICTURES);
        return ffmpeg.decode(path, deadline, options, in -> collect(in, ranges, wanted)).at(indices);
    }

    @Override
    public void forEach(int from, int to, FrameConsumer consumer) throws VideoException {
        Objects.checkFromToIndex(from, to, frameCount);
        if (from == to) {
            return;
        }
        List<String> options = new ArrayList<>();
        if (to - from < frameCount) {
            options.addAll(List.of("-vf", "select='between(n,%d,%d)'".formatted(from, to - 1), "-frames:v",
                    Integer.toString(to - from)));
        }
        options.addAll(PICTURES);
        ffmpeg.decode(path, Deadline.in(limits.time()), options, in -> {
            for (int index = from; index < to; index++) {
                // For each frame anew: the consumer takes time too.
                in.until(Deadline.in(limits.time()));
                consumer.accept(index, readPpm(in, index));
            }
            return null;
        });
    }

    /** First and last frames of the runs in which ffmpeg hands out frames; a single run if there would be too many. */
    private static List<int[]> ranges(int[] wanted) {
        List<int[]> ranges = new ArrayList<>();
        for (int index : wanted) {
            if (!ranges.isEmpty() && ranges.getLast()[1] == index - 1) {
                ranges.getLast()[1] = index;
            } else {
                ranges.add(new int[] {index, index});
            }
        }
        return ranges.size() <= MAX_RANGES ? ranges : List.of(new int[] {wanted[0], wanted[wanted.length - 1]});
    }

    private FrameSet collect(InputStream in, List<int[]> ranges, int[] wanted) throws IOException {
        FrameSet images = new FrameSet(path, limits);
        for (int[] range : ranges) {
            for (int index = range[0]; index <= range[1]; index++) {
                Image image = readPpm(in, index);
                if (Arrays.binarySearch(wanted, index) >= 0) {
                    images.put(index, image);
                }
            }
        }
        return images;
    }

    /** A binary PPM picture: {@code P6}, width, height and 255 in text, then the pixels. */
    private Image readPpm(InputStream in, int index) throws IOException {
        String magic = readWord(in);
        if (magic.isEmpty()) {
            throw new VideoException(path, "ffmpeg decodes no frame %d of %d".formatted(index, frameCount));
        }
        int width = readNumber(in);
        int height = readNumber(in);
        int levels = readNumber(in);
        if (!magic.equals("P6") || levels != 255) {
            throw new VideoException(path, "frame %d is a '%s' picture with %d levels, expected are P6 and 255"
                    .formatted(index, magic, levels));
        }
        Image.requireAllowed(path, "frames", width, height, limits);
        byte[] pixels = in.readNBytes(width * height * 3);
        if (pixels.length < width * height * 3) {
            throw new EOFException("its output ends within frame " + index);
        }
        return Image.of(width, height, pixels);
    }

    private static int readNumber(InputStream in) throws IOException {
        String word = readWord(in);
        return word.matches("\\d{1,9}") ? Integer.parseInt(word) : -1;
    }

    private static String readWord(InputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int c = in.read(); c > ' ' && word.length() < 10; c = in.read()) {
            word.append((char) c);
        }
        return word.toString();
    }

    @Override
    public void close() {
        // ffmpeg runs only while frames are fetched.
    }
}
