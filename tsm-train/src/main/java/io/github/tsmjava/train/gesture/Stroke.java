package io.github.tsmjava.train.gesture;

import java.util.function.DoubleFunction;

/**
 * The movement that makes a gesture, without what comes before and after it.
 *
 * @param duration its share of the clip's time
 * @param way      from progress, 0 at the beginning to 1 at the end, to the hand's pose
 */
record Stroke(double duration, DoubleFunction<Pose> way) {

    /** The stroke of the first gesture of a pair; the second one's is the same backwards. */
    static Stroke of(Gesture gesture, Stage stage, Dice dice) {
        return switch (gesture) {
            case SWIPE_LEFT, SWIPE_RIGHT -> swipe(Math.PI, stage, dice);
            case SWIPE_UP, SWIPE_DOWN -> swipe(-Math.PI / 2, stage, dice);
            case ZOOM_IN, ZOOM_OUT -> zoom(stage, dice);
            case TURN_CLOCKWISE, TURN_COUNTER_CLOCKWISE ->
                stage.near() && dice.chance(0.6) ? turn(stage, dice) : circle(stage, dice);
            case SHAKE -> shake(stage, dice);
            case NONE -> rest(stage, dice);
        };
    }

    Pose at(double progress) {
        return way.apply(progress);
    }

    private static double usualDuration(Dice dice) {
        return dice.between(0.3, 0.7);
    }

    /** Along a slightly bent line in a direction, clockwise from the right. */
    private static Stroke swipe(double direction, Stage stage, Dice dice) {
        double angle = direction + dice.between(-0.25, 0.25);
        double length = stage.reach() * dice.between(0.75, 1.15);
        double bow = length * dice.between(-0.25, 0.25);
        double along = StrictMath.cos(angle);
        double down = StrictMath.sin(angle);
        Pose middle = middle(stage, dice);
        return new Stroke(usualDuration(dice), progress -> {
            double way = length * (progress - 0.5);
            double side = bow * 4 * progress * (1 - progress) - bow / 2;
            return middle.moved(way * along - side * down, way * down + side * along);
        });
    }

    private static Stroke zoom(Stage stage, Dice dice) {
        Pose middle = middle(stage, dice);
        return new Stroke(usualDuration(dice),
                progress -> new Pose(middle.x(), middle.y(), middle.angle(), progress));
    }

    /** The hand turns in place. */
    private static Stroke turn(Stage stage, Dice dice) {
        double sweep = dice.between(1.3, 2.6);
        Pose middle = middle(stage, dice);
        return new Stroke(usualDuration(dice),
                progress -> new Pose(middle.x(), middle.y(), middle.angle() + sweep * (progress - 0.5), middle.open()));
    }

    /** The hand goes round in a circle, so slowly that eight frames of the clip show its sense. */
    private static Stroke circle(Stage stage, Dice dice) {
        double radius = stage.reach() * dice.between(0.3, 0.55);
        double flat = dice.between(0.75, 1.25);
        double from = dice.between(0, 2 * Math.PI);
        double rounds = dice.between(0.8, 1.4);
        double roundsPerClip = dice.between(1.6, 2.1);
        Pose middle = middle(stage, dice);
        return new Stroke(rounds / roundsPerClip, progress -> {
            double angle = from + 2 * Math.PI * rounds * progress;
            return middle.moved(radius * StrictMath.cos(angle), radius * flat * StrictMath.sin(angle));
        });
    }

    /** To and fro, by turning the wrist, by moving the arm, or both. */
    private static Stroke shake(Stage stage, Dice dice) {
        double cycles = dice.between(2, 3.5);
        double shift = stage.reach() * dice.between(0.15, 0.35);
        double turn = dice.between(0, 0.5);
        Pose middle = middle(stage, dice);
        return new Stroke(dice.between(0.6, 0.95), progress -> {
            double swing = StrictMath.sin(2 * Math.PI * cycles * (progress - 0.5));
            return new Pose(middle.x() + shift * swing, middle.y(), middle.angle() + turn * swing, middle.open());
        });
    }

    private static Stroke rest(Stage stage, Dice dice) {
        Pose middle = middle(stage, dice);
        return new Stroke(dice.between(0.5, 0.9), progress -> middle);
    }

    private static Pose middle(Stage stage, Dice dice) {
        return new Pose(stage.x(), stage.y(), dice.between(-0.35, 0.35), 1);
    }
}
