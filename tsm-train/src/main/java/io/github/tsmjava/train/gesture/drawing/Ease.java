package io.github.tsmjava.train.gesture.drawing;

/** How things begin and end to move. */
public final class Ease {

    private Ease() {
    }

    /** From 0 to 1 without a jerk at either end. */
    public static double of(double x) {
        double within = Math.clamp(x, 0, 1);
        return within * within * (3 - 2 * within);
    }
}
