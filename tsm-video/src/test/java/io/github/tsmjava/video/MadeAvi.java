package io.github.tsmjava.video;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A minimal AVI file: headers of one stream, and a list of JPEG pictures. */
final class MadeAvi {

    private MadeAvi() {
    }

    static byte[] of(int width, int height, byte[]... pictures) {
        ByteBuffer streamHeader = ByteBuffer.allocate(56).put(text("vidsMJPG"));
        ByteBuffer format = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24).put(text("MJPG"));
        ByteArrayOutputStream movie = new ByteArrayOutputStream();
        movie.writeBytes(text("movi"));
        for (byte[] picture : pictures) {
            movie.writeBytes(chunk("00dc", picture));
        }
        byte[] stream = chunk("LIST", text("strl"), chunk("strh", streamHeader.array()), chunk("strf", format.array()));
        byte[] headers = chunk("LIST", text("hdrl"), chunk("avih", new byte[56]), stream);
        return chunk("RIFF", text("AVI "), headers, chunk("LIST", movie.toByteArray()));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] chunk(String type, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteBuffer chunk = ByteBuffer.allocate(8 + content.size() + content.size() % 2).order(ByteOrder.LITTLE_ENDIAN);
        return chunk.put(text(type)).putInt(content.size()).put(content.toByteArray()).array();
    }
}
