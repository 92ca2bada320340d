package io.github.tsmjava.video.resize;

import io.github.tsmjava.video.image.Image;

/**
 * PyTorch's {@code interpolate(mode="bilinear", align_corners=False, antialias=False)} on bytes as torchvision calls it:
 * the 2×2 nearest pixels, weights and sums in float32, rounded half to even.
 */
final class TorchBilinear {

    private TorchBilinear() {
    }

    static Image resize(Image image, int width, int height) {
        byte[] in = image.data();
        int row = image.width() * 3;
        Axis columns = Axis.of(image.width(), width);
        Axis rows = Axis.of(image.height(), height);
        byte[] out = new byte[width * height * 3];
        for (int y = 0, to = 0; y < height; y++) {
            int upper = rows.first[y] * row;
            int lower = rows.second[y] * row;
            float down = rows.weight[y];
            for (int x = 0; x < width; x++) {
                int left = columns.first[x] * 3;
                int right = columns.second[x] * 3;
                float along = columns.weight[x];
                for (int c = 0; c < 3; c++) {
                    float above = mix(in[upper + left + c] & 0xff, in[upper + right + c] & 0xff, along);
                    float below = mix(in[lower + left + c] & 0xff, in[lower + right + c] & 0xff, along);
                    out[to++] = (byte) Math.rint(mix(above, below, down));
                }
            }
        }
        return Image.of(width, height, out);
    }

    private static float mix(float first, float second, float weight) {
        return (1 - weight) * first + weight * second;
    }

    /** The two input positions along one axis for each output position, and the weight of the second. */
    private record Axis(int[] first, int[] second, float[] weight) {

        /** In front of the first pixel's centre and behind the last one's, that pixel alone counts. */
        static Axis of(int in, int out) {
            Axis axis = new Axis(new int[out], new int[out], new float[out]);
            float scale = (float) in / out;
            for (int x = 0; x < out; x++) {
                float position = Math.max(scale * (x + 0.5f) - 0.5f, 0);
                int first = Math.min((int) position, in - 1);
                axis.first[x] = first;
                axis.second[x] = Math.min(first + 1, in - 1);
                axis.weight[x] = Math.min(position - first, 1);
            }
            return axis;
        }
    }
}
