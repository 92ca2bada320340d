package io.github.tsmjava.web.live;

import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a network remembers, as a page draws it: of each shifted layer its first channels as small pictures of bytes, 128
 * for zero, scaled by the largest value of the channel.
 *
 * <p>The message: the byte 1 and the number of layers; then of each layer the length of its name and the name in UTF-8;
 * two unsigned shorts, all channels in front of it and those it carries; bytes with the number of pictures that follow,
 * their height and their width; and the pictures.
 */
final class MemoryPicture {

    private static final byte KIND = 1;
    private static final int MAX_SIDE = 32;
    private static final int MAX_CHANNELS = 32;
    private static final int MAX_NAME = 100;
    private static final int MAX_LAYERS = 60;

    private MemoryPicture() {
    }

    static ByteBuffer of(List<CarriedMaps> layers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(KIND);
        out.write(Math.min(layers.size(), MAX_LAYERS));
        layers.stream().limit(MAX_LAYERS).forEach(maps -> write(maps, out));
        return ByteBuffer.wrap(out.toByteArray());
    }

    private static void write(CarriedMaps maps, ByteArrayOutputStream out) {
        byte[] name = maps.layer().getBytes(StandardCharsets.UTF_8);
        out.write(Math.min(name.length, MAX_NAME));
        out.write(name, 0, Math.min(name.length, MAX_NAME));
        out.writeBytes(ByteBuffer.allocate(4).putShort((short) maps.of()).putShort((short) maps.channels()).array());
        int step = Math.ceilDiv(Math.max(maps.height(), maps.width()), MAX_SIDE);
        int height = Math.ceilDiv(maps.height(), step);
        int width = Math.ceilDiv(maps.width(), step);
        int shown = Math.min(maps.channels(), MAX_CHANNELS);
        out.write(shown);
        out.write(height);
        out.write(width);
        for (int channel = 0; channel < shown; channel++) {
            out.writeBytes(bytes(means(maps, channel, step, height, width)));
        }
    }

    /** Smaller by a whole number. */
    private static float[] means(CarriedMaps maps, int channel, int step, int height, int width) {
        float[] means = new float[height * width];
        for (int at = 0; at < means.length; at++) {
            int top = at / width * step;
            int left = at % width * step;
            int bottom = Math.min(top + step, maps.height());
            int right = Math.min(left + step, maps.width());
            float sum = 0;
            for (int y = top; y < bottom; y++) {
                for (int x = left; x < right; x++) {
                    sum += maps.values()[(channel * maps.height() + y) * maps.width() + x];
                }
            }
            means[at] = sum / ((bottom - top) * (right - left));
        }
        return means;
    }

    private static byte[] bytes(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        byte[] bytes = new byte[values.length];
        Arrays.fill(bytes, (byte) 128);
        for (int i = 0; largest > 0 && i < bytes.length; i++) {
            bytes[i] = (byte) (128 + Math.round(127 * values[i] / largest));
        }
        return bytes;
    }
}
