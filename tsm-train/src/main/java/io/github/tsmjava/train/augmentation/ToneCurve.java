package io.github.tsmjava.train.augmentation;

import io.github.tsmjava.video.image.Image;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;

/** A byte for each byte, in each channel: what Pillow's {@code ImageOps} does to pictures. */
final class ToneCurve {

    private static final int CHANNELS = 3;
    private static final int BYTES = 256;

    static final ToneCurve INVERT = new ToneCurve(value -> 255 - value);

    private final byte[][] tables;

    /** The same for all channels. */
    private ToneCurve(IntUnaryOperator curve) {
        this(curve, curve, curve);
    }

    private ToneCurve(IntUnaryOperator... curves) {
        tables = Stream.of(curves).map(ToneCurve::table).toArray(byte[][]::new);
    }

    private static byte[] table(IntUnaryOperator curve) {
        byte[] table = new byte[BYTES];
        for (int value = 0; value < BYTES; value++) {
            table[value] = (byte) Math.clamp(curve.applyAsInt(value), 0, 255);
        }
        return table;
    }

    static ToneCurve posterize(int bits) {
        int mask = -1 << 8 - bits;
        return new ToneCurve(value -> value & mask);
    }

    static ToneCurve solarize(double threshold) {
        return new ToneCurve(value -> value < threshold ? value : 255 - value);
    }

    static ToneCurve autoContrast(Image image) {
        return new ToneCurve(Stream.of(histograms(image)).map(ToneCurve::spread).toArray(IntUnaryOperator[]::new));
    }

    private static IntUnaryOperator spread(int[] histogram) {
        int low = 0;
        while (histogram[low] == 0) {
            low++;
        }
        int high = BYTES - 1;
        while (histogram[high] == 0) {
            high--;
        }
        if (high == low) {
            return IntUnaryOperator.identity();
        }
        double scale = 255.0 / (high - low);
        double offset = -low * scale;
        return value -> (int) (value * scale + offset);
    }

    static ToneCurve equalize(Image image) {
        return new ToneCurve(Stream.of(histograms(image)).map(ToneCurve::flatten).toArray(IntUnaryOperator[]::new));
    }

    private static IntUnaryOperator flatten(int[] histogram) {
        int last = 0;
        int sum = 0;
        for (int count : histogram) {
            sum += count;
            last = count == 0 ? last : count;
        }
        // Of a channel with one value alone nothing is left.
        int step = (sum - last) / 255;
        if (step == 0) {
            return IntUnaryOperator.identity();
        }
        int[] curve = new int[BYTES];
        int below = step / 2;
        for (int value = 0; value < BYTES; value++) {
            curve[value] = below / step;
            below += histogram[value];
        }
        return value -> curve[value];
    }

    private static int[][] histograms(Image image) {
        int[][] histograms = new int[CHANNELS][BYTES];
        byte[] pixels = image.data();
        for (int i = 0; i < pixels.length; i += CHANNELS) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                histograms[channel][pixels[i + channel] & 0xff]++;
            }
        }
        return histograms;
    }

    Image apply(Image image) {
        byte[] pixels = Arrays.copyOf(image.data(), image.data().length);
        for (int i = 0; i < pixels.length; i += CHANNELS) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                pixels[i + channel] = tables[channel][pixels[i + channel] & 0xff];
            }
        }
        return Image.of(image.width(), image.height(), pixels);
    }
}
