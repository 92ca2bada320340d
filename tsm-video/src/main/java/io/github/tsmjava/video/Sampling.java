package io.github.tsmjava.video;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Flavour;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Which frames of a video make up its clips. All indices are 0-based. Videos shorter than the clip repeat frames.
 *
 * <p>For {@link Flavour#MMACTION2} a segment of more than one frame follows MMAction2 0.x. Clips of frames at an interval
 * follow {@code SampleFrames} of its version 1, which begins over where a video is too short.
 *
 * @param strategy  how the segments are spread over the video
 * @param segments  T, the segments of a clip
 * @param newLength consecutive frames read for each segment: 1 for RGB, 5 for optical flow
 * @param interval  frames from one segment to the next, 2 for every second frame; 0 where {@link Strategy#isDense} does
 *                  not hold, or to spread them over 64 frames
 * @see <a href="https://arxiv.org/abs/1811.08383">TSM, section 5.1</a>
 */
public record Sampling(Strategy strategy, int segments, int newLength, int interval, Flavour flavour) {

    /** How segments are spread over a video. */
    public enum Strategy {
        /** One segment from each of T equal parts of the video (TSN): one clip. */
        UNIFORM(1),
        /** The uniform clip, and a second one that takes the first frame of each part. */
        TWICE(2),
        /** T segments at a small interval (I3D): ten clips whose starts are spread over the video. */
        DENSE(10),
        /** One such clip, from the middle of the video; in training from anywhere. */
        MIDDLE(1);

        private final int count;

        Strategy(int count) {
            this.count = count;
        }

        /** The clips of a video. */
        public int count() {
            return count;
        }

        /** Whether clips are of neighbouring frames rather than of the whole video. */
        public boolean isDense() {
            return this == DENSE || this == MIDDLE;
        }
    }

    /** The most frames from one of a clip to the next. */
    public static final int MAX_INTERVAL = 1000;

    private static final int DENSE_RANGE = 64;

    public Sampling {
        if (segments < 1 || newLength < 1) {
            throw new IllegalArgumentException(
                    "at least 1 segment of 1 frame, got %d of %d".formatted(segments, newLength));
        }
        if (interval < 0 || interval > MAX_INTERVAL) {
            throw new IllegalArgumentException(
                    "an interval from 0 to %d frames, got %d".formatted(MAX_INTERVAL, interval));
        }
        interval = strategy.isDense() ? interval : 0;
    }

    /** Sampling without an interval that is said: dense clips are of 64 frames. */
    public Sampling(Strategy strategy, int segments, int newLength, Flavour flavour) {
        this(strategy, segments, newLength, 0, flavour);
    }

    /** Sampling of RGB frames as MIT's code does it. */
    public static Sampling of(Strategy strategy, int segments) {
        return new Sampling(strategy, segments, 1, Flavour.MIT);
    }

    /**
     * The clips of a video at test time.
     *
     * @param frameCount frames of the video, at least 1
     * @return for each clip the first frame of each of its T segments; see {@link #frames}
     */
    public int[][] clips(int frameCount) {
        checkFrameCount(frameCount);
        double tick = (double) (frameCount - newLength + 1) / segments;
        return switch (strategy) {
            case UNIFORM -> new int[][] {centres(frameCount, tick)};
            case TWICE -> new int[][] {centres(frameCount, tick), starts(frameCount, tick)};
            case DENSE -> denseStarts(frameCount).mapToObj(start -> dense(start, frameCount)).toArray(int[][]::new);
            case MIDDLE -> new int[][] {dense(lastStart(frameCount) / 2, frameCount)};
        };
    }

    /** Those of MIT's code and of {@code DenseSampleFrames} without an interval, of {@code SampleFrames} with one. */
    private IntStream denseStarts(int frameCount) {
        int last = Strategy.DENSE.count - 1;
        int end = interval > 0 ? lastStart(frameCount) : densePositions(frameCount) - 1;
        double step = end / (double) last;
        return IntStream.rangeClosed(0, last).map(clip -> interval > 0 ? (int) Math.rint(clip * step)
                : clip == last ? end : (int) (clip * step));
    }

    /** The start of a dense clip that ends with the video; 0 in a video shorter than it. */
    private int lastStart(int frameCount) {
        return (int) Math.max(frameCount - 1 - (segments - 1L) * step(), 0);
    }

    /**
     * A random clip for training: one random frame of each part, or a dense clip with a random start. With an interval,
     * the start is one of the first {@code n - T · interval + 1}, as {@code SampleFrames} draws it: the last
     * {@code interval - 1} frames of a video are in no clip.
     */
    public int[] trainingClip(int frameCount, RandomGenerator random) {
        checkFrameCount(frameCount);
        if (strategy == Strategy.MIDDLE || interval > 0) {
            long starts = frameCount - (long) segments * step() + 1;
            return dense(starts > 1 ? random.nextInt((int) starts) : 0, frameCount);
        }
        if (strategy == Strategy.DENSE) {
            int positions = densePositions(frameCount);
            // The upper bound is exclusive in both originals: the last start is never drawn.
            return dense(positions == 1 ? 0 : random.nextInt(positions - 1), frameCount);
        }
        int choices = frameCount - newLength + 1;
        int part = Math.floorDiv(choices, segments);
        if (part > 0) {
            return IntStream.range(0, segments).map(i -> i * part + random.nextInt(part)).toArray();
        }
        if (choices > 0 && frameCount > segments && (flavour != Flavour.MMACTION2 || frameCount > newLength)) {
            return IntStream.generate(() -> random.nextInt(choices)).limit(segments).sorted().toArray();
        }
        if (flavour == Flavour.MMACTION2 && part == 0) {
            double ratio = (double) choices / segments;
            return IntStream.range(0, segments).map(i -> (int) Math.rint(i * ratio) % frameCount).toArray();
        }
        return new int[segments];
    }

    /**
     * All frames of a clip: newLength consecutive ones for each segment. Past the end MIT repeats the last frame and
     * MMAction2 starts over.
     *
     * @param clip first frames of the segments
     * @return T · newLength frame indices
     */
    public int[] frames(int[] clip, int frameCount) {
        checkFrameCount(frameCount);
        return Arrays.stream(clip)
                .flatMap(first -> IntStream.range(first, first + newLength))
                .map(frame -> flavour == Flavour.MMACTION2 ? frame % frameCount : Math.min(frame, frameCount - 1))
                .toArray();
    }

    /**
     * Fetches the clips of a video for testing. Each frame is decoded once; clips share their images.
     *
     * @return for each clip its T · newLength frames
     */
    public List<List<Image>> read(Video video) throws VideoException {
        return read(video, 0, strategy.count());
    }

    /**
     * The same for some of the clips.
     *
     * @param from the first of them, 0-based
     * @param to   the one behind the last
     */
    public List<List<Image>> read(Video video, int from, int to) throws VideoException {
        int frameCount = video.frameCount();
        List<int[]> clips = Arrays.stream(clips(frameCount), from, to).map(clip -> frames(clip, frameCount)).toList();
        List<Image> images = video.frames(clips.stream().flatMapToInt(Arrays::stream).toArray());
        int length = segments * newLength;
        return IntStream.range(0, clips.size())
                .mapToObj(clip -> images.subList(clip * length, (clip + 1) * length))
                .toList();
    }

    private int[] centres(int frameCount, double tick) {
        return positions(frameCount, tick, tick / 2);
    }

    private int[] starts(int frameCount, double tick) {
        return positions(frameCount, tick, 0);
    }

    private int[] positions(int frameCount, double tick, double first) {
        return IntStream.range(0, segments)
                .map(i -> Math.clamp((int) (first + tick * i), 0, frameCount - 1))
                .toArray();
    }

    private int[] dense(int start, int frameCount) {
        return IntStream.range(0, segments).map(i -> (int) ((start + (long) i * step()) % frameCount)).toArray();
    }

    /** Frames from one segment of a dense clip to the next. */
    private int step() {
        return interval > 0 ? interval : Math.max(DENSE_RANGE / segments, 1);
    }

    private static int densePositions(int frameCount) {
        return Math.max(1, 1 + frameCount - DENSE_RANGE);
    }

    private static void checkFrameCount(int frameCount) {
        if (frameCount < 1) {
            throw new IllegalArgumentException("a video of at least 1 frame, got " + frameCount);
        }
    }

    /** As ever where there is no interval: checkpoints of a training hold this text, and it is compared. */
    @Override
    public String toString() {
        return "Sampling[strategy=%s, segments=%d, newLength=%d, %sflavour=%s]".formatted(strategy, segments, newLength,
                interval == 0 ? "" : "interval=%d, ".formatted(interval), flavour);
    }
}
