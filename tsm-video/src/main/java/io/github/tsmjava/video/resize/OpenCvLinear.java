package io.github.tsmjava.video.resize;

import io.github.tsmjava.video.image.Image;

/**
 * OpenCV's {@code INTER_LINEAR} on bytes: the 2×2 nearest pixels with 11-bit weights, and the average of 2×2 pixels
 * when both sides are halved exactly. No antialiasing.
 */
final class OpenCvLinear {

    private static final int ONE = 1 << 11;

    private OpenCvLinear() {
    }

    static Image resize(Image image, int width, int height) {
        boolean halved = image.width() == 2 * width && image.height() == 2 * height;
        return Image.of(width, height, halved ? halve(image, width, height) : interpolate(image, width, height));
    }

    private static byte[] halve(Image image, int width, int height) {
        byte[] in = image.data();
        byte[] out = new byte[width * height * 3];
        int row = image.width() * 3;
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int from = 2 * y * row + 2 * x * 3;
                for (int c = 0; c < 3; c++, from++) {
                    int sum = (in[from] & 0xff) + (in[from + 3] & 0xff)
                            + (in[from + row] & 0xff) + (in[from + row + 3] & 0xff);
                    out[to++] = (byte) (sum + 2 >> 2);
                }
            }
        }
        return out;
    }

    private static byte[] interpolate(Image image, int width, int height) {
        Axis columns = Axis.of(image.width(), width, true);
        Axis rows = Axis.of(image.height(), height, false);
        int[] upper = new int[width * 3];
        int[] lower = new int[width * 3];
        byte[] out = new byte[width * height * 3];
        for (int y = 0, to = 0; y < height; y++) {
            interpolateRow(image, rows.first[y], columns, upper);
            interpolateRow(image, rows.second[y], columns, lower);
            int weight0 = rows.firstWeight[y];
            int weight1 = rows.secondWeight[y];
            for (int x = 0; x < upper.length; x++) {
                int sum = (weight0 * (upper[x] >> 4) >> 16) + (weight1 * (lower[x] >> 4) >> 16);
                out[to++] = (byte) (sum + 2 >> 2);
            }
        }
        return out;
    }

    private static void interpolateRow(Image image, int y, Axis columns, int[] out) {
        byte[] in = image.data();
        int row = y * image.width() * 3;
        for (int x = 0, to = 0; x < columns.first.length; x++) {
            int left = row + columns.first[x] * 3;
            int right = row + columns.second[x] * 3;
            for (int c = 0; c < 3; c++) {
                out[to++] = (in[left + c] & 0xff) * columns.firstWeight[x]
                        + (in[right + c] & 0xff) * columns.secondWeight[x];
            }
        }
    }

    /** The two input positions and their weights for each output position along one axis. */
    private record Axis(int[] first, int[] second, int[] firstWeight, int[] secondWeight) {

        /** At the borders OpenCV drops the fraction along columns, while along rows it reads the border row twice. */
        static Axis of(int in, int out, boolean dropFraction) {
            Axis axis = new Axis(new int[out], new int[out], new int[out], new int[out]);
            double scale = (double) in / out;
            for (int x = 0; x < out; x++) {
                float position = (float) ((x + 0.5) * scale - 0.5);
                int first = (int) Math.floor(position);
                float fraction = position - first;
                if (dropFraction && (first < 0 || first >= in - 1)) {
                    fraction = 0;
                }
                axis.first[x] = Math.clamp(first, 0, in - 1);
                axis.second[x] = Math.clamp(first + 1, 0, in - 1);
                axis.firstWeight[x] = (int) Math.rint((1 - fraction) * ONE);
                axis.secondWeight[x] = (int) Math.rint(fraction * ONE);
            }
            return axis;
        }
    }
}
