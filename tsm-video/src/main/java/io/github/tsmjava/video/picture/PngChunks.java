package io.github.tsmjava.video.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Drops what is not needed for the pixels of a PNG: ImageIO unpacks texts and profiles without any limit. */
final class PngChunks {

    private static final int SIGNATURE = 8;
    /** Length, type and checksum. */
    private static final int FRAME = 12;
    private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private PngChunks() {
    }

    /** The picture alone; the same bytes if there is nothing else. */
    static byte[] needed(byte[] png) {
        ByteBuffer in = ByteBuffer.wrap(png);
        ByteArrayOutputStream kept = new ByteArrayOutputStream(png.length);
        kept.write(png, 0, Math.min(SIGNATURE, png.length));
        int position = SIGNATURE;
        while (position <= png.length - FRAME) {
            long size = FRAME + (in.getInt(position) & 0xffffffffL);
            String type = new String(png, position + 4, 4, StandardCharsets.ISO_8859_1);
            int length = (int) Math.min(size, png.length - position);
            if (NEEDED.contains(type)) {
                kept.write(png, position, length);
            }
            position += length;
        }
        return kept.size() == png.length ? png : kept.toByteArray();
    }
}
