package io.github.tsmjava.train.gesture.drawing;

/**
 * A colour and how round it looks.
 *
 * @param red    0 to 1, as green and blue
 * @param relief 0 for a flat disc, 1 for the shading of a ball
 */
public record Paint(double red, double green, double blue, double relief) {

    /** Any colour; hues are equally likely, greys are rare. */
    public static Paint any(SeededRandom random, double relief) {
        double hue = random.between(0, 6);
        double saturation = random.chance(0.3) ? 0.1 : random.between(0.2, 0.9);
        double value = random.between(0.08, 0.95);
        return new Paint(channel(hue, saturation, value), channel(hue + 4, saturation, value),
                channel(hue + 2, saturation, value), relief);
    }

    private static double channel(double hue, double saturation, double value) {
        double distance = Math.abs(hue % 6 - 3) - 1;
        return value * (1 - saturation * (1 - Math.clamp(distance, 0, 1)));
    }

    /** From the lightest to the darkest skin. */
    public static Paint skin(SeededRandom random) {
        double dark = random.between(0, 1);
        double warmth = random.between(-0.04, 0.04);
        return new Paint(0.97 - 0.66 * dark + warmth, 0.79 - 0.60 * dark, 0.68 - 0.56 * dark - warmth, 1);
    }

    public Paint withRelief(double other) {
        return new Paint(red, green, blue, other);
    }

    public Paint times(double gain) {
        return new Paint(red * gain, green * gain, blue * gain, relief);
    }
}
