package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.Canvas;
import io.github.tsmjava.train.gesture.drawing.Capsule;
import io.github.tsmjava.train.gesture.drawing.Paint;
import io.github.tsmjava.train.gesture.drawing.SeededRandom;

/** A hand with its palm to the camera. */
final class Hand {

    /** Which fingers are straight, thumb first; the others are bent. */
    private enum Form {
        OPEN(true, true, true, true, true),
        PINCH(true, true, false, false, false),
        TWO_FINGERS(false, true, true, false, false),
        ONE_FINGER(false, true, false, false, false),
        FIST(false, false, false, false, false);

        private final boolean[] straight;

        Form(boolean... straight) {
            this.straight = straight;
        }

        static Form any(SeededRandom random) {
            return random.chance(0.65) ? OPEN : values()[TWO_FINGERS.ordinal() + random.below(3)];
        }
    }

    /** Where fingers begin, in palm lengths from the wrist. */
    private static final double[] ROOT_X = {0.30, 0.33, 0.11, -0.12, -0.33};
    private static final double[] ROOT_Y = {0.35, 0.93, 1.00, 0.97, 0.86};
    /** Of each of a finger's two parts. */
    private static final double[] LENGTH = {0.38, 0.42, 0.47, 0.44, 0.34};
    private static final double[] WIDTH = {0.14, 0.125, 0.125, 0.12, 0.105};
    /** Directions in radians, held together and spread. */
    private static final double[] TOGETHER = {0.45, 0.04, 0.01, -0.02, -0.05};
    private static final double[] SPREAD = {1.05, 0.30, 0.08, -0.16, -0.42};
    /** Thumb and index finger alone, for zooming with two fingers: they meet at their tips, the index finger bent. */
    private static final double[] PINCH_TOGETHER = {0.05, 0.15};
    private static final double[] PINCH_SPREAD = {1.35, -0.25};
    private static final double[] PINCH_BEND = {0, 0.55};

    private final int side;
    private final double palm;
    private final Paint paint;
    private final Form form;
    /** Whether the fingers move when the hand opens. */
    private final boolean moving;
    private final double slack;
    private final double spread;

    Hand(Gesture gesture, Placement placement, Paint paint, SeededRandom random) {
        this.side = placement.side();
        this.palm = placement.palm();
        this.paint = paint;
        moving = gesture.isOfFingers();
        form = !moving ? Form.any(random) : random.chance(0.4) ? Form.PINCH : Form.OPEN;
        slack = random.between(0, 0.15);
        spread = random.between(0, 1);
    }

    /** What colour it is. */
    Paint paint() {
        return paint;
    }

    /** Draws a hand from its wrist on. */
    void draw(Canvas canvas, double wristX, double wristY, double angle, double open) {
        Limb limb = new Limb(canvas, wristX, wristY, palm, palm * StrictMath.cos(angle), palm * StrictMath.sin(angle));
        Paint flat = paint.withRelief(0.6);
        limb.draw(0, 0.05, 0.30, 0, 0.3, 0.36, flat);
        limb.draw(-0.17, 0.3, 0.28, -0.21, 0.74, 0.25, flat);
        limb.draw(0.17, 0.3, 0.28, 0.21, 0.76, 0.25, flat);
        for (int finger = 4; finger >= 0; finger--) {
            finger(limb, finger, open);
        }
    }

    private void finger(Limb limb, int finger, double open) {
        boolean pinching = form == Form.PINCH && form.straight[finger];
        double closedBend = pinching ? PINCH_BEND[finger] : 1;
        double bend = !form.straight[finger] ? 1 : moving ? Math.max(slack, closedBend * (1 - open)) : slack;
        double from = pinching ? PINCH_TOGETHER[finger] : TOGETHER[finger];
        double to = pinching ? PINCH_SPREAD[finger] : SPREAD[finger];
        double direction = -side * (from + (to - from) * (moving ? open : spread));
        double alongX = StrictMath.sin(direction);
        double alongY = StrictMath.cos(direction);
        double rootX = -side * ROOT_X[finger];
        double rootY = ROOT_Y[finger] - 0.12;
        // A bent finger is seen from its tip: its first part foreshortened, the second one folded back over it.
        double first = LENGTH[finger] * (1 - 0.7 * bend) + 0.1;
        double second = LENGTH[finger] * (1 - 1.8 * bend);
        double kneeX = rootX + alongX * first;
        double kneeY = rootY + alongY * first;
        double width = WIDTH[finger];
        limb.draw(rootX, rootY, width * 1.1, kneeX, kneeY, width, paint);
        limb.draw(kneeX, kneeY, width, kneeX + alongX * second, kneeY + alongY * second, width * 0.85, paint);
    }

    /** Draws in coordinates of the hand: x to its right, y from the wrist towards the fingers, in palm lengths. */
    private record Limb(Canvas canvas, double wristX, double wristY, double palm, double cos, double sin) {

        void draw(double startX, double startY, double startRadius, double endX, double endY, double endRadius,
                Paint paint) {
            canvas.draw(new Capsule(
                    wristX + startX * cos + startY * sin, wristY + startX * sin - startY * cos, startRadius * palm,
                    wristX + endX * cos + endY * sin, wristY + endX * sin - endY * cos, endRadius * palm), paint);
        }
    }
}
