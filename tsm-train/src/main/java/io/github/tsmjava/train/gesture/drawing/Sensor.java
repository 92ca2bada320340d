package io.github.tsmjava.train.gesture.drawing;

import io.github.tsmjava.video.image.Image;

/** What a camera makes of the light: exposure that drifts, a tint, a blurred lens, noise, perhaps no colour. */
public final class Sensor {

    private final int size;
    private final double gain;
    private final double drift;
    private final Wobble light;
    private final double[] tint = new double[3];
    private final double offset;
    private final int blurs;
    private final double noise;
    private final boolean grey;

    public Sensor(int size, boolean plain, SeededRandom random) {
        this.size = size;
        gain = random.between(0.8, 1.3);
        drift = random.chance(0.5) ? random.between(0, 0.25) : 0;
        light = Wobble.of(random);
        for (int channel = 0; channel < 3; channel++) {
            tint[channel] = random.between(0.88, 1.12);
        }
        offset = random.between(0, 0.08);
        blurs = random.below(3);
        noise = plain || random.chance(0.3) ? 0 : random.between(0, 0.03);
        grey = random.chance(0.15);
    }

    /** @param grain seed of the noise */
    public Image develop(float[] pixels, double time, long grain) {
        for (int i = 0; i < blurs; i++) {
            blur(pixels, 3, size, size * 3);
            blur(pixels, size * 3, size, 3);
        }
        double exposure = gain * (1 + drift * light.at(time));
        SeededRandom random = new SeededRandom(grain);
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i += 3) {
            double red = pixels[i] * tint[0];
            double green = pixels[i + 1] * tint[1];
            double blue = pixels[i + 2] * tint[2];
            if (grey) {
                red = green = blue = 0.3 * red + 0.59 * green + 0.11 * blue;
            }
            // Four bytes of one number: one for all channels, and a smaller part for each.
            int bits = noise > 0 ? random.bits() : 0;
            double common = noise * centred(bits >> 24);
            bytes[i] = level(red * exposure + common + noise / 2 * centred(bits >> 16));
            bytes[i + 1] = level(green * exposure + common + noise / 2 * centred(grey ? bits >> 16 : bits >> 8));
            bytes[i + 2] = level(blue * exposure + common + noise / 2 * centred(grey ? bits >> 16 : bits));
        }
        return Image.of(size, size, bytes);
    }

    /** A number from -2 to 2 of standard deviation about 1. */
    private static double centred(int bits) {
        return (byte) bits / 64.0;
    }

    private byte level(double value) {
        return (byte) Math.round(255 * Math.clamp(offset + (1 - offset) * value, 0, 1));
    }

    /** Averages each value with both neighbours, 1 2 1, along rows or columns. */
    private void blur(float[] pixels, int step, int lines, int lineStep) {
        for (int line = 0; line < lines; line++) {
            for (int channel = 0; channel < 3; channel++) {
                int at = line * lineStep + channel;
                float before = pixels[at];
                for (int i = 0; i < size; i++, at += step) {
                    float here = pixels[at];
                    float after = i + 1 < size ? pixels[at + step] : here;
                    pixels[at] = (before + 2 * here + after) / 4;
                    before = here;
                }
            }
        }
    }
}
