package io.github.tsmjava.video.h264;

import io.github.tsmjava.video.image.Image;

/**
 * YCbCr 4:2:0 to RGB in the fixed-point arithmetic of ffmpeg's swscale (its default converter for pictures of even
 * height): each chroma sample serves its 2×2 pixels, products keep their upper 16 bits.
 */
final class ColourMatrix {

    private static final int SCALE = 1 << 13;

    /** 13-bit factors of luma, and of the chroma components for each colour. */
    private final int luma;
    private final int redFromV;
    private final int greenFromU;
    private final int greenFromV;
    private final int blueFromU;
    private final int black;

    private ColourMatrix(int redFromV, int blueFromU, int greenFromU, int greenFromV, boolean fullRange) {
        this.luma = fullRange ? SCALE : round(65536L * 255 / 219);
        this.redFromV = round(chroma(redFromV, fullRange));
        this.blueFromU = round(chroma(blueFromU, fullRange));
        this.greenFromU = round(chroma(-greenFromU, fullRange));
        this.greenFromV = round(chroma(-greenFromV, fullRange));
        this.black = fullRange ? 0 : 16 << 3;
    }

    private static long chroma(int factor, boolean fullRange) {
        return fullRange ? factor * 224L / 255 : factor;
    }

    private static int round(long factor16) {
        return (int) (factor16 * SCALE + (1 << 15) >> 16);
    }

    /**
     * The matrix for a code of ITU-T H.273 (matrix coefficients); codes that are unknown or unspecified mean BT.601.
     *
     * @param fullRange whether luma and chroma use all 256 values instead of 16 to 235 and 240
     */
    static ColourMatrix of(int code, boolean fullRange) {
        return switch (code) {
            case 1 -> new ColourMatrix(117489, 138438, 13975, 34925, fullRange);
            case 4 -> new ColourMatrix(104448, 132798, 24759, 53109, fullRange);
            case 7 -> new ColourMatrix(117579, 136230, 16907, 35559, fullRange);
            case 9, 10 -> new ColourMatrix(110013, 140363, 12277, 42626, fullRange);
            default -> new ColourMatrix(104597, 132201, 25675, 53279, fullRange);
        };
    }

    /** Three planes, whose bytes hold the value minus 128, as jcodec keeps them. */
    record Planes(byte[] y, byte[] u, byte[] v, int lumaStride, int chromaStride) {
    }

    /** Converts the window whose upper left corner is at (left, top), both even. */
    Image toRgb(Planes planes, int left, int top, int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        for (int row = 0, to = 0; row < height; row++) {
            int lumaRow = (top + row) * planes.lumaStride + left;
            int chromaRow = (top + row >> 1) * planes.chromaStride + (left >> 1);
            for (int column = 0; column < width; column++, to += 3) {
                int y = (planes.y[lumaRow + column] + 128 << 3) - black;
                int u = planes.u[chromaRow + (column >> 1)] << 3;
                int v = planes.v[chromaRow + (column >> 1)] << 3;
                int grey = y * luma >> 16;
                rgb[to] = clamp(grey + (v * redFromV >> 16));
                rgb[to + 1] = clamp(grey + (u * greenFromU >> 16) + (v * greenFromV >> 16));
                rgb[to + 2] = clamp(grey + (u * blueFromU >> 16));
            }
        }
        return Image.of(width, height, rgb);
    }

    private static byte clamp(int value) {
        return (byte) Math.clamp(value, 0, 255);
    }
}
