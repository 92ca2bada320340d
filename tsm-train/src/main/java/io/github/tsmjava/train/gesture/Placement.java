package io.github.tsmjava.train.gesture;

import io.github.tsmjava.train.gesture.drawing.SeededRandom;

/**
 * Where a person is in the picture and how large, in widths of the picture.
 *
 * @param x      of the place in front of which the gesture happens, as y
 * @param height of the person: below 1 far away, above 2 close to the camera
 * @param body   whether the person is seen, or an arm only
 * @param side   on which side of the picture the arm is: 1 right, -1 left
 */
record Placement(double x, double y, double height, boolean body, int side) {

    private static final double NEAR = 2;
    /** Where a finger is four pixels wide in a picture of 96: who zooms in the air shows the hand to the camera. */
    static final double FINGERS_SEEN = 3;

    /** @param fingers whether the gesture is made with the fingers, which are hard to see from afar */
    static Placement of(SeededRandom random, boolean fingers) {
        double height = random.between(fingers ? FINGERS_SEEN : 1.2, 4);
        boolean body = height < NEAR || random.chance(0.4);
        return new Placement(random.between(0.4, 0.6), random.between(0.4, 0.6), height, body, random.sign());
    }

    /** The same with the gesture in front of another place. */
    Placement moved(double dx, double dy) {
        return new Placement(x + dx, y + dy, height, body, side);
    }

    /** Whether fingers are well seen. */
    boolean near() {
        return height >= NEAR;
    }

    /** From the wrist to the knuckles. */
    double palm() {
        return 0.06 * height;
    }

    /** How far a hand goes in a large movement. */
    double reach() {
        return Math.min(0.28 * height, 0.55);
    }
}
