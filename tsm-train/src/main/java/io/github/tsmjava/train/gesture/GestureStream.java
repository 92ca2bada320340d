package io.github.tsmjava.train.gesture;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A long synthetic video of gestures one after another, with idle time, movements that mean nothing and gestures that are
 * broken off between them. Who makes them, and where, changes every 20 to 60 seconds. Its seed decides all of it, down to
 * the pixel. The frame at a time is the same at any rate, but for the grain of the noise.
 */
final class GestureStream implements Video {

    private static final double SHORTEST_PART = 20;
    private static final double LONGEST_PART = 60;

    /** Of one scene. */
    private record Part(double start, Course course, long seed) { }

    private final long seed;
    private final int frameCount;
    private final double rate;
    private final int size;
    private final Scenery scenery;
    private final List<Part> parts = new ArrayList<>();
    private Part shown;
    private Scene<Course> scene;

    /**
     * @param rate frames a second
     * @param size width and height in pixels
     * @throws ShapeException if there are no frames
     */
    GestureStream(long seed, int frameCount, double rate, int size, Scenery scenery) {
        ShapeException.require(frameCount >= 1, "at least %d frame expected, got %d", 1, frameCount);
        this.seed = seed;
        this.frameCount = frameCount;
        this.rate = rate;
        this.size = size;
        this.scenery = scenery;
        SeededRandom random = new SeededRandom(seed);
        double seconds = frameCount / rate;
        for (double start = 0; start < seconds; ) {
            double end = start + random.between(SHORTEST_PART, LONGEST_PART);
            // What would be too short to show anything belongs to the part before.
            end = end + SHORTEST_PART > seconds ? seconds : end;
            parts.add(new Part(start, Choreography.course(start, end, random), SeededRandom.mixed(seed + parts.size() + 1)));
            start = end;
        }
    }

    /** The gestures, in order; none is cut off. */
    List<StreamEvent> events() {
        return parts.stream().flatMap(part -> part.course.events().stream()).toList();
    }

    @Override
    public String name() {
        return "gestures " + seed;
    }

    @Override
    public int frameCount() {
        return frameCount;
    }

    /** {@code synthetic}. */
    @Override
    public String decoder() {
        return "synthetic";
    }

    @Override
    public List<Image> frames(int... indices) {
        return Arrays.stream(indices).mapToObj(this::frame).toList();
    }

    private Image frame(int index) {
        double seconds = Objects.checkIndex(index, frameCount) / rate;
        Part part = parts.reversed().stream().filter(candidate -> candidate.start <= seconds).findFirst().orElseThrow();
        if (part != shown) {
            scene = new Scene<>(size, scenery, new SeededRandom(part.seed), _ -> part.course);
            shown = part;
        }
        return scene.at(seconds / Course.CLIP_SECONDS, SeededRandom.mixed(seed) + index);
    }

    /** Has nothing to release. */
    @Override
    public void close() {
    }
}
