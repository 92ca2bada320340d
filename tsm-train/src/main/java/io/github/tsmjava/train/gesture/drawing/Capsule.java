package io.github.tsmjava.train.gesture.drawing;

/**
 * All points near a line: what hands and bodies are made of. Coordinates are in widths of the picture, y points down.
 *
 * @param startRadius at (startX, startY); between the ends the radius changes evenly
 */
public record Capsule(double startX, double startY, double startRadius, double endX, double endY, double endRadius) {

    public static Capsule disc(double x, double y, double radius) {
        return new Capsule(x, y, radius, x, y, radius);
    }
}
