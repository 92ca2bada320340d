package io.github.tsmjava.video.transform;

import io.github.tsmjava.tensor.ShapeException;
import java.util.List;

/**
 * From bytes to the numbers a network was trained on: {@code (x - mean) / std} in float32, where x is 0..1 or 0..255.
 *
 * @param mean   one number for each channel of a frame
 * @param std    one number for each channel of a frame
 * @param toUnit whether bytes are divided by 255 first
 */
public record Normalization(List<Float> mean, List<Float> std, boolean toUnit) {

    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        ShapeException.require(mean.size() == std.size(), "%d means, but %d deviations", mean.size(), std.size());
    }

    /** What the flavour's published networks expect. */
    public static Normalization of(Flavour flavour, Modality modality) {
        return switch (flavour) {
            case MIT -> switch (modality) {
                case RGB -> new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f), true);
                case FLOW -> new Normalization(List.of(0.5f, 0.5f), List.of(0.226f, 0.226f), true);
            };
            case MMACTION2 -> switch (modality) {
                case RGB -> new Normalization(
                        List.of(123.675f, 116.28f, 103.53f), List.of(58.395f, 57.12f, 57.375f), false);
                case FLOW -> new Normalization(List.of(128f, 128f), List.of(128f, 128f), false);
            };
        };
    }

    /** The result for each of the 256 bytes in one channel of a frame. */
    float[] table(int channel) {
        float[] table = new float[256];
        for (int value = 0; value < 256; value++) {
            float x = toUnit ? value / 255f : value;
            table[value] = (x - mean.get(channel)) / std.get(channel);
        }
        return table;
    }
}
