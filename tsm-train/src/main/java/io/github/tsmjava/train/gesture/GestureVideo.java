package io.github.tsmjava.train.gesture;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.gesture.drawing.Canvas;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.streams.StreamEvent;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A synthetic clip of a {@link Gesture}: a hand of any colour, alone or of a person, before any background, with moving
 * things that mean nothing, a camera that drifts, changing light, blur and noise. Its seed decides all of it, down to
 * the pixel; frames are drawn when they are fetched.
 *
 * <p>A clip of the {@linkplain Gesture#reversed() reversed} gesture with the same seed shows the same frames in
 * reversed order. So no frame, and no set of frames without their order, tells the two apart.
 */
final class GestureVideo implements Video {

    /** Somebody who makes the first gesture of a pair. */
    private record Performer(Person person, Motion motion) implements Scene.Figure {

        @Override
        public void draw(Canvas canvas, double time) {
            person.draw(canvas, motion.at(time));
        }
    }

    private final Gesture gesture;
    private final long seed;
    private final int frameCount;
    private final Scene<Performer> scene;

    /**
     * @param frameCount frames, over which the gesture takes the same share whatever their number
     * @param size       width and height in pixels; the scene is the same at any size, but for the grain of the noise
     * @throws ShapeException if the number of frames or the size is out of range
     */
    public GestureVideo(Gesture gesture, long seed, int frameCount, int size, Scenery scenery) {
        ShapeException.require(frameCount >= GestureSet.MIN_FRAMES && frameCount <= GestureSet.MAX_FRAMES,
                "%d to %d frames expected, got %d", GestureSet.MIN_FRAMES, GestureSet.MAX_FRAMES, frameCount);
        ShapeException.require(size >= GestureSet.MIN_SIZE && size <= GestureSet.MAX_SIZE,
                "frames of %d to %d pixels a side expected, got %d", GestureSet.MIN_SIZE, GestureSet.MAX_SIZE, size);
        this.gesture = gesture;
        this.seed = seed;
        this.frameCount = frameCount;
        Gesture forwards = gesture.isBackwards() ? gesture.reversed() : gesture;
        SeededRandom random = new SeededRandom(seed);
        Placement placement = Placement.of(random, forwards.isOfFingers());
        this.scene = new Scene<>(size, scenery, random, next ->
                new Performer(new Person(forwards, placement, next), new Motion(forwards, placement, next)));
    }

    /** When the gesture is made, if the clip lasts {@link Course#CLIP_SECONDS}; nothing for a clip without one. */
    Optional<StreamEvent> event() {
        if (gesture == Gesture.NONE) {
            return Optional.empty();
        }
        double start = scene.figure().motion().start();
        double end = scene.figure().motion().end();
        return Optional.of(gesture.isBackwards() ? event(1 - end, 1 - start) : event(start, end));
    }

    private StreamEvent event(double start, double end) {
        return new StreamEvent(start * Course.CLIP_SECONDS, end * Course.CLIP_SECONDS, gesture.label());
    }

    /** The gesture's label and the seed. */
    @Override
    public String name() {
        return gesture.label() + " " + seed;
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
        Image[] drawn = new Image[frameCount];
        return Arrays.stream(indices).mapToObj(index -> {
            Objects.checkIndex(index, frameCount);
            if (drawn[index] == null) {
                drawn[index] = frame(index);
            }
            return drawn[index];
        }).toList();
    }

    private Image frame(int index) {
        int position = gesture.isBackwards() ? frameCount - 1 - index : index;
        return scene.at((double) position / (frameCount - 1), SeededRandom.mixed(seed) + position);
    }

    /** Has nothing to release. */
    @Override
    public void close() {
    }
}
