package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.SeededRandom;
import java.util.function.DoubleFunction;

/**
 * The movement that makes a gesture, without what comes before and after it.
 *
 * @param duration its share of the clip's time
 * @param way      from progress, 0 at the beginning to 1 at the end, to the hand's pose
 */
record Stroke(double duration, DoubleFunction<Pose> way) {

    /** The stroke of the first gesture of a pair; the second one's is the same backwards. */
    static Stroke of(Gesture gesture, Placement placement, SeededRandom random) {
        return switch (gesture) {
            case SWIPE_LEFT, SWIPE_RIGHT -> swipe(Math.PI, placement, random);
            case SWIPE_UP, SWIPE_DOWN -> swipe(-Math.PI / 2, placement, random);
            case ZOOM_IN, ZOOM_OUT -> zoom(placement, random);
            case TURN_CLOCKWISE, TURN_COUNTER_CLOCKWISE ->
                placement.near() && random.chance(0.6) ? turn(placement, random) : circle(placement, random);
            case SHAKE -> shake(placement, random);
            case NONE -> rest(placement, random);
        };
    }

    Pose at(double progress) {
        return way.apply(progress);
    }

    private static double usualDuration(SeededRandom random) {
        return random.between(0.3, 0.7);
    }

    /** Along a slightly bent line in a direction, clockwise from the right. */
    private static Stroke swipe(double direction, Placement placement, SeededRandom random) {
        double angle = direction + random.between(-0.25, 0.25);
        double length = placement.reach() * random.between(0.75, 1.15);
        double bow = length * random.between(-0.25, 0.25);
        double along = StrictMath.cos(angle);
        double down = StrictMath.sin(angle);
        Pose middle = middle(placement, random);
        return new Stroke(usualDuration(random), progress -> {
            double way = length * (progress - 0.5);
            double side = bow * 4 * progress * (1 - progress) - bow / 2;
            return middle.moved(way * along - side * down, way * down + side * along);
        });
    }

    private static Stroke zoom(Placement placement, SeededRandom random) {
        Pose middle = middle(placement, random);
        return new Stroke(usualDuration(random),
                progress -> new Pose(middle.x(), middle.y(), middle.angle(), progress));
    }

    /** The hand turns in place. */
    private static Stroke turn(Placement placement, SeededRandom random) {
        double sweep = random.between(1.3, 2.6);
        Pose middle = middle(placement, random);
        return new Stroke(usualDuration(random),
                progress -> new Pose(middle.x(), middle.y(), middle.angle() + sweep * (progress - 0.5), middle.open()));
    }

    /** The hand goes round in a circle, so slowly that eight frames of the clip show its sense. */
    private static Stroke circle(Placement placement, SeededRandom random) {
        double radius = placement.reach() * random.between(0.3, 0.55);
        double flat = random.between(0.75, 1.25);
        double from = random.between(0, 2 * Math.PI);
        double rounds = random.between(0.8, 1.4);
        double roundsPerClip = random.between(1.6, 2.1);
        Pose middle = middle(placement, random);
        return new Stroke(rounds / roundsPerClip, progress -> {
            double angle = from + 2 * Math.PI * rounds * progress;
            return middle.moved(radius * StrictMath.cos(angle), radius * flat * StrictMath.sin(angle));
        });
    }

    /** To and fro, by turning the wrist, by moving the arm, or both. */
    private static Stroke shake(Placement placement, SeededRandom random) {
        double cycles = random.between(2, 3.5);
        double shift = placement.reach() * random.between(0.15, 0.35);
        double turn = random.between(0, 0.5);
        Pose middle = middle(placement, random);
        return new Stroke(random.between(0.6, 0.95), progress -> {
            double swing = StrictMath.sin(2 * Math.PI * cycles * (progress - 0.5));
            return new Pose(middle.x() + shift * swing, middle.y(), middle.angle() + turn * swing, middle.open());
        });
    }

    private static Stroke rest(Placement placement, SeededRandom random) {
        Pose middle = middle(placement, random);
        return new Stroke(random.between(0.5, 0.9), progress -> middle);
    }

    private static Pose middle(Placement placement, SeededRandom random) {
        return new Pose(placement.x(), placement.y(), random.between(-0.35, 0.35), 1);
    }
}
