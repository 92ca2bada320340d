package io.github.tsmjava.train.gesture;

/**
 * A hand at a moment.
 *
 * @param x     of the palm's centre, in widths of the picture, as y
 * @param angle turned clockwise by so many radians; at 0 the fingers point up
 * @param open  0 for fingers as closed as they get in this gesture, 1 for as open
 */
record Pose(double x, double y, double angle, double open) {

    Pose moved(double dx, double dy) {
        return new Pose(x + dx, y + dy, angle, open);
    }
}
