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
 * <p>For {@link Flavour#MMACTION2} a segment of more than one frame follows MMAction2 0.x.
 *
 * @param strategy  how the segments are spread over the video
 * @param segments  T, the segments of a clip
 * @param newLength consecutive frames read for each segment: 1 for RGB, 5 for optical flow
 * @see <a href="https://arxiv.org/abs/1811.08383">TSM, section 5.1</a>
 */
public record Sampling(Strategy strategy, int segments, int newLength, Flavour flavour) {

    /** How segments are spread over a video. */
    public enum Strategy {
        /** One segment from each of T equal parts of the video (TSN): one clip. */
        UNIFORM(1),
        /** The uniform clip, and a second one that takes the first frame of each part. */
        TWICE(2),
        /** T segments spread over 64 frames (I3D): ten clips whose starts are spread over the video. */
        DENSE(10);

        private final int count;

        Strategy(int count) {
            this.count = count;
        }

        /** The clips of a video. */
        public int count() {
            return count;
        }
    }

    private static final int DENSE_RANGE = 64;

    public Sampling {
        if (segments < 1 || newLength < 1) {
            throw new IllegalArgumentException(
                    "at least 1 segment of 1 frame, got %d of %d".formatted(segments, newLength));
        }
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
            case DENSE -> {
                int positions = densePositions(frameCount);
                double step = (positions - 1) / (double) (Strategy.DENSE.count - 1);
                yield IntStream.range(0, Strategy.DENSE.count)
                        .map(clip -> clip == Strategy.DENSE.count - 1 ? positions - 1 : (int) (clip * step))
                        .mapToObj(start -> dense(start, frameCount))
                        .toArray(int[][]::new);
            }
        };
    }

    /** A random clip for training: one random frame of each part, or a dense clip with a random start. */
    public int[] trainingClip(int frameCount, RandomGenerator random) {
        checkFrameCount(frameCount);
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
        if (choices > 0 && frameCount > segments && (flavour == Flavour.MIT || frameCount > newLength)) {
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
                .map(frame -> flavour == Flavour.MIT ? Math.min(frame, frameCount - 1) : frame % frameCount)
                .toArray();
    }

    /**
     * Fetches the clips of a video for testing. Each frame is decoded once; clips share their images.
     *
     * @return for each clip its T · newLength frames
     */
    public List<List<Image>> read(Video video) throws VideoException {
        int frameCount = video.frameCount();
        List<int[]> clips = Arrays.stream(clips(frameCount)).map(clip -> frames(clip, frameCount)).toList();
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
        int stride = DENSE_RANGE / segments;
        return IntStream.range(0, segments).map(i -> (start + i * stride) % frameCount).toArray();
    }

    private static int densePositions(int frameCount) {
        return Math.max(1, 1 + frameCount - DENSE_RANGE);
    }

    private static void checkFrameCount(int frameCount) {
        if (frameCount < 1) {
            throw new IllegalArgumentException("a video of at least 1 frame, got " + frameCount);
        }
    }
}
