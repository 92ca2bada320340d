package io.github.tsmjava.web.learn;

import io.github.tsmjava.tensor.Tensor;

/** Some channels of {@code [T, C, H, W]}. */
final class Channels {

    private Channels() {
    }

    /** As {@code [T, channels, H, W]}. */
    static float[] framesFirst(Tensor x, int... channels) {
        return copied(x, channels.length, 1, channels);
    }

    /** As {@code [channels, T, H, W]}. */
    static float[] channelsFirst(Tensor x, int... channels) {
        return copied(x, 1, x.dim(0), channels);
    }

    /** The map of frame t and of the i-th channel becomes the map of number t · frameStep + i · channelStep. */
    private static float[] copied(Tensor x, int frameStep, int channelStep, int... channels) {
        int frames = x.dim(0);
        int plane = x.dim(2) * x.dim(3);
        float[] y = new float[frames * channels.length * plane];
        for (int t = 0; t < frames; t++) {
            for (int i = 0; i < channels.length; i++) {
                System.arraycopy(x.data(), (t * x.dim(1) + channels[i]) * plane, y,
                        (t * frameStep + i * channelStep) * plane, plane);
            }
        }
        return y;
    }
}
