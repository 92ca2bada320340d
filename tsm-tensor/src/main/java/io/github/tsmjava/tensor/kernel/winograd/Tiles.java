package io.github.tsmjava.tensor.kernel.winograd;

import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.util.Arrays;

/**
 * The tiles of 4×4 output pixels that cover the images {@code [N, C, H, W]} of a 3×3 convolution of stride 1. Copies
 * their pixels for {@link WinogradPlanes} and {@link WinogradWeightGradient} to {@code [pixel][lane]}, as
 * {@link WinogradTransform} reads them, and back.
 */
final class Tiles {

    private static final int OUTPUTS = WinogradTransform.OUTPUTS;
    private static final int INPUTS = WinogradTransform.INPUTS;

    private final ConvShape s;
    private final int lanes;
    /** For each tile its image, row and column, in tables since dividing takes longer than copying. */
    private final int[] image;
    private final int[] row;
    private final int[] column;
    private final int borderedHeight;
    private final int borderedWidth;

    Tiles(ConvShape shape, int lanes) {
        s = shape;
        this.lanes = lanes;
        int across = Math.ceilDiv(shape.outWidth(), OUTPUTS);
        int down = Math.ceilDiv(shape.outHeight(), OUTPUTS);
        borderedHeight = (down - 1) * OUTPUTS + INPUTS;
        borderedWidth = (across - 1) * OUTPUTS + INPUTS;
        image = new int[Math.multiplyExact(shape.batch(), down * across)];
        row = new int[image.length];
        column = new int[image.length];
        for (int tile = 0; tile < image.length; tile++) {
            image[tile] = tile / (down * across);
            row[tile] = tile / across % down * OUTPUTS;
            column[tile] = tile % across * OUTPUTS;
        }
    }

    /** The number of tiles. */
    int count() {
        return image.length;
    }

    int image(int tile) {
        return image[tile];
    }

    /** Elements of an input plane with a border of zeros, so that every tile lies inside. */
    int borderedSize() {
        return borderedHeight * borderedWidth;
    }

    /** Copies a channel of an image, with its border. */
    void border(int image, int channel, float[] x, float[] to) {
        Arrays.fill(to, 0, borderedSize(), 0f);
        int from = (image * s.inChannels() + channel) * s.inPlane();
        for (int i = 0; i < s.inHeight(); i++) {
            System.arraycopy(x, from + i * s.inWidth(),
                    to, (i + s.padHeight()) * borderedWidth + s.padWidth(), s.inWidth());
        }
    }

    /** Copies the 6×6 input pixels that a tile reads into a lane, from its channel with its border. */
    void readInput(int tile, float[] bordered, float[] to, int lane) {
        int from = row[tile] * borderedWidth + column[tile];
        int at = lane;
        for (int i = 0; i < INPUTS; i++) {
            to[at] = bordered[from];
            to[at + lanes] = bordered[from + 1];
            to[at + 2 * lanes] = bordered[from + 2];
            to[at + 3 * lanes] = bordered[from + 3];
            to[at + 4 * lanes] = bordered[from + 4];
            to[at + 5 * lanes] = bordered[from + 5];
            from += borderedWidth;
            at += INPUTS * lanes;
        }
    }

    /** Stores a tile's output pixels from a lane, those that lie inside, with a bias added. */
    void writeOutput(int tile, float[] from, int lane, float bias, float[] y, int channel) {
        int width = s.outWidth();
        int rows = Math.min(OUTPUTS, s.outHeight() - row[tile]);
        int columns = Math.min(OUTPUTS, width - column[tile]);
        int to = (image[tile] * s.outChannels() + channel) * s.outPlane() + row[tile] * width + column[tile];
        int at = lane;
        for (int i = 0; i < rows; i++) {
            if (columns == OUTPUTS) {
                y[to] = from[at] + bias;
                y[to + 1] = from[at + lanes] + bias;
                y[to + 2] = from[at + 2 * lanes] + bias;
                y[to + 3] = from[at + 3 * lanes] + bias;
            } else {
                for (int j = 0; j < columns; j++) {
                    y[to + j] = from[at + j * lanes] + bias;
                }
            }
            to += width;
            at += OUTPUTS * lanes;
        }
    }

    /** Copies the 6×6 input pixels that a tile reads of some channels, a lane for each, with zeros for the border. */
    void readInputs(int tile, float[] x, int channel, int channels, float[] to) {
        int plane = (image[tile] * s.inChannels() + channel) * s.inPlane();
        read(x, plane, s.inHeight(), s.inWidth(), row[tile] - s.padHeight(), column[tile] - s.padWidth(), INPUTS,
                channels, to);
    }

    /** Copies a tile's 4×4 output pixels of some channels, a lane for each, zeros for those that lie outside. */
    void readOutputs(int tile, float[] y, int channel, int channels, float[] to) {
        int plane = (image[tile] * s.outChannels() + channel) * s.outPlane();
        read(y, plane, s.outHeight(), s.outWidth(), row[tile], column[tile], OUTPUTS, channels, to);
    }

    private void read(float[] from, int plane, int height, int width, int top, int left, int side, int channels,
                      float[] to) {
        int at = 0;
        for (int i = top; i < top + side; i++) {
            for (int j = left; j < left + side; j++) {
                if (i >= 0 && i < height && j >= 0 && j < width) {
                    gather(from, plane + i * width + j, height * width, to, at, channels);
                } else {
                    Arrays.fill(to, at, at + channels, 0f);
                }
                at += lanes;
            }
        }
    }

    private static void gather(float[] from, int at, int step, float[] to, int toAt, int count) {
        for (int i = 0; i < count; i++) {
            to[toAt + i] = from[at + i * step];
        }
    }
}
