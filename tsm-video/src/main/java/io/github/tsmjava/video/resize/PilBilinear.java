package io.github.tsmjava.video.resize;

import io.github.tsmjava.video.image.Image;
import java.util.Arrays;

/**
 * Pillow's bilinear resampling: a triangle filter as wide as the scale, first along rows, then along columns, with
 * 22-bit fixed-point weights and bytes in between.
 */
final class PilBilinear {

    private static final int PRECISION = 22;

    private PilBilinear() {
    }

    static Image resize(Image image, int width, int height) {
        byte[] pixels = image.data();
        if (width != image.width()) {
            pixels = alongRows(pixels, image.width(), image.height(), width);
        }
        if (height != image.height()) {
            pixels = alongColumns(pixels, width, image.height(), height);
        }
        return Image.of(width, height, pixels);
    }

    private static byte[] alongRows(byte[] in, int inWidth, int height, int outWidth) {
        Filter filter = Filter.of(inWidth, outWidth);
        byte[] out = new byte[outWidth * height * 3];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0; x < outWidth; x++, to += 3) {
                int from = (y * inWidth + filter.first[x]) * 3;
                int red = 1 << PRECISION - 1;
                int green = red;
                int blue = red;
                for (int weight : filter.weights[x]) {
                    red += (in[from] & 0xff) * weight;
                    green += (in[from + 1] & 0xff) * weight;
                    blue += (in[from + 2] & 0xff) * weight;
                    from += 3;
                }
                out[to] = toByte(red);
                out[to + 1] = toByte(green);
                out[to + 2] = toByte(blue);
            }
        }
        return out;
    }

    /** Row by row, in loops that the compiler turns into vectors. */
    private static byte[] alongColumns(byte[] in, int width, int inHeight, int outHeight) {
        Filter filter = Filter.of(inHeight, outHeight);
        int row = width * 3;
        byte[] out = new byte[row * outHeight];
        int[] sums = new int[row];
        for (int y = 0; y < outHeight; y++) {
            Arrays.fill(sums, 1 << PRECISION - 1);
            for (int i = 0; i < filter.weights[y].length; i++) {
                addRow(in, (filter.first[y] + i) * row, filter.weights[y][i], sums);
            }
            store(sums, out, y * row);
        }
        return out;
    }

    private static void addRow(byte[] in, int from, int weight, int[] sums) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += (in[from + x] & 0xff) * weight;
        }
    }

    private static void store(int[] sums, byte[] out, int to) {
        for (int x = 0; x < sums.length; x++) {
            out[to + x] = (byte) Math.max(0, Math.min(255, sums[x] >> PRECISION));
        }
    }

    private static byte toByte(int sum) {
        return (byte) Math.clamp(sum >> PRECISION, 0, 255);
    }

    /** For each output position, the first input position and the weights from there on. */
    private record Filter(int[] first, int[][] weights) {

        static Filter of(int in, int out) {
            double scale = (double) in / out;
            double support = Math.max(scale, 1);
            int[] first = new int[out];
            int[][] weights = new int[out][];
            for (int x = 0; x < out; x++) {
                double centre = (x + 0.5) * scale;
                first[x] = Math.max(0, (int) (centre - support + 0.5));
                double[] triangle = new double[Math.min(in, (int) (centre + support + 0.5)) - first[x]];
                double sum = 0;
                for (int i = 0; i < triangle.length; i++) {
                    double distance = (first[x] + i - centre + 0.5) * (1 / support);
                    triangle[i] = Math.max(0, 1 - Math.abs(distance));
                    sum += triangle[i];
                }
                weights[x] = new int[triangle.length];
                for (int i = 0; i < triangle.length; i++) {
                    weights[x][i] = (int) (0.5 + triangle[i] / sum * (1 << PRECISION));
                }
            }
            return new Filter(first, weights);
        }
    }
}
