package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.Canvas;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import io.github.tsmjava.train.gesture.drawing.Wobble;
import io.github.tsmjava.train.streams.StreamEvent;
import java.util.List;
import java.util.function.DoubleFunction;

/** What somebody does in a part of a stream: one leg after another, without a jump, and which of them are gestures. */
final class Course implements Scene.Figure {

    /** The length of a clip in seconds, as which the gestures of a stream are as quick as those of clips. */
    static final double CLIP_SECONDS = 1.6;

    /**
     * A part of the way.
     *
     * @param end  in seconds; it begins where the one before ends
     * @param hand in which form the hand is
     * @param way  from the share of the leg's time, 0 to 1, to the hand's pose
     */
    record Leg(double start, double end, Hand hand, DoubleFunction<Pose> way) {

        Pose at(double seconds) {
            return way.apply(Math.clamp((seconds - start) / (end - start), 0, 1));
        }
    }

    private final Person person;
    private final List<Leg> legs;
    private final List<StreamEvent> events;
    private final double tremor;
    private final Wobble tremorX;
    private final Wobble tremorY;

    /**
     * @param legs   at least one, in order
     * @param reach  how far the hand goes in a large movement
     * @param random how much it trembles
     */
    Course(Person person, List<Leg> legs, List<StreamEvent> events, double reach, SeededRandom random) {
        this.person = person;
        this.legs = List.copyOf(legs);
        this.events = List.copyOf(events);
        tremor = random.between(0.01, random.chance(0.2) ? 0.08 : 0.04) * reach;
        tremorX = Wobble.of(random);
        tremorY = Wobble.of(random);
    }

    /** The gestures that are made, whole, in order. */
    List<StreamEvent> events() {
        return events;
    }

    /** @param time in lengths of a clip */
    @Override
    public void draw(Canvas canvas, double time) {
        Leg leg = legAt(time * CLIP_SECONDS);
        Pose pose = leg.at(time * CLIP_SECONDS).moved(tremor * tremorX.at(time), tremor * tremorY.at(time));
        person.draw(canvas, pose, leg.hand);
    }

    private Leg legAt(double seconds) {
        int low = 0;
        int high = legs.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (seconds < legs.get(middle).end) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return legs.get(low);
    }
}
