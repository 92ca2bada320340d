package io.github.tsmjava.video.gesture;

/** A hand with its fingers: which hand, what it looks like, and what its fingers do when it opens. */
final class Hand {

    /** Fingers, thumb first: where they begin, in palm lengths from the wrist. */
    private static final double[] ROOT_X = {0.30, 0.33, 0.11, -0.12, -0.33};
    private static final double[] ROOT_Y = {0.35, 0.93, 1.00, 0.97, 0.86};
    /** Of each of a finger's two parts. */
    private static final double[] LENGTH = {0.38, 0.42, 0.47, 0.44, 0.34};
    private static final double[] WIDTH = {0.14, 0.125, 0.125, 0.12, 0.105};
    /** Directions in radians, held together and spread. */
    private static final double[] TOGETHER = {0.45, 0.04, 0.01, -0.02, -0.05};
    private static final double[] SPREAD = {1.05, 0.30, 0.08, -0.16, -0.42};
    /** Index finger and thumb alone, for zooming with two fingers. */
    private static final double[] PINCH_TOGETHER = {0.25, 0.15};
    private static final double[] PINCH_SPREAD = {1.35, -0.25};

    private final int side;
    private final double palm;
    private final Paint paint;
    private final boolean pinch;
    /** Fingers that move when the hand opens; the others stay bent by {@link #bent}. */
    private final boolean moving;
    private final double[] bent = new double[5];
    private final double spread;

    Hand(Gesture gesture, Stage stage, Paint paint, Dice dice) {
        this.side = stage.side();
        this.palm = stage.palm();
        this.paint = paint;
        this.moving = gesture == Gesture.ZOOM_IN || gesture == Gesture.ZOOM_OUT;
        this.pinch = moving && dice.chance(0.4);
        this.spread = moving ? 1 : dice.between(0, 1);
        // Open, pointing with one finger or two, or a fist.
        int straight = moving ? pinch ? 2 : 5 : dice.chance(0.65) ? 5 : dice.below(4);
        for (int finger = 0; finger < 5; finger++) {
            boolean thumb = finger == 0;
            bent[finger] = (thumb ? straight == 5 || pinch : finger < straight || straight == 5 || pinch && finger == 1)
                    ? dice.between(0, 0.15) : 1;
        }
    }

    /** Draws a hand from its wrist on. */
    void draw(Canvas canvas, double wristX, double wristY, double angle, double open) {
        double cos = StrictMath.cos(angle) * palm;
        double sin = StrictMath.sin(angle) * palm;
        Limb limb = new Limb(canvas, wristX, wristY, cos, sin);
        Paint flat = paint.withRelief(0.6);
        limb.draw(0, 0.05, 0.30, 0, 0.3, 0.36, flat);
        limb.draw(-0.17, 0.3, 0.28, -0.21, 0.74, 0.25, flat);
        limb.draw(0.17, 0.3, 0.28, 0.21, 0.76, 0.25, flat);
        for (int finger = 4; finger >= 0; finger--) {
            finger(limb, finger, open);
        }
    }

    private void finger(Limb limb, int finger, double open) {
        double bend = moving && !pinch ? Math.max(bent[finger], 1 - open) : bent[finger];
        boolean pinching = pinch && finger < 2;
        double from = pinching ? PINCH_TOGETHER[finger] : TOGETHER[finger];
        double to = pinching ? PINCH_SPREAD[finger] : SPREAD[finger];
        double direction = side * -(from + (to - from) * spread * (moving ? open : 1));
        double alongX = StrictMath.sin(direction);
        double alongY = StrictMath.cos(direction);
        double rootX = side * -ROOT_X[finger];
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
    private record Limb(Canvas canvas, double wristX, double wristY, double cos, double sin) {

        void draw(double startX, double startY, double startRadius, double endX, double endY, double endRadius,
                Paint paint) {
            double palm = Math.sqrt(cos * cos + sin * sin);
            canvas.draw(new Capsule(
                    wristX + startX * cos + startY * sin, wristY + startX * sin - startY * cos, startRadius * palm,
                    wristX + endX * cos + endY * sin, wristY + endX * sin - endY * cos, endRadius * palm), paint);
        }
    }
}
