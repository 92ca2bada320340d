package io.github.tsmjava.video.container;

import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.VideoException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a box of an MP4 file, without its size and type, which may be other boxes.
 *
 * @param file    named in messages
 * @param content positioned at its first byte
 */
record Mp4Box(Path file, ByteBuffer content) {

    /** More tracks than any file has. */
    private static final int MAX_ALIKE = 1000;

    /** The boxes of a type directly inside this one. */
    List<Mp4Box> children(String type) throws VideoException {
        List<Mp4Box> found = new ArrayList<>();
        ByteBuffer in = content.duplicate().position(0);
        while (in.remaining() >= 8) {
            Guard.check();
            int start = in.position();
            long size = in.getInt() & 0xffffffffL;
            String name = type(in);
            if (size == 0) {
                break;
            }
            if (size < 8 || size > in.limit() - start) {
                throw new VideoException(file, "damaged MP4 tables: the box '%s' claims %d bytes where %d are left"
                        .formatted(name, size, in.limit() - start));
            }
            if (name.equals(type)) {
                if (found.size() == MAX_ALIKE) {
                    throw new VideoException(file, "damaged MP4 tables: more than %d '%s' boxes in one"
                            .formatted(MAX_ALIKE, type));
                }
                found.add(new Mp4Box(file, in.slice(start + 8, (int) size - 8)));
            }
            in.position(start + (int) size);
        }
        return found;
    }

    /** The first box of a type; null if there is none. */
    Mp4Box child(String type) throws VideoException {
        List<Mp4Box> boxes = children(type);
        return boxes.isEmpty() ? null : boxes.getFirst();
    }

    /**
     * The box at the end of a path of types.
     *
     * @throws VideoException if there is none
     */
    Mp4Box need(String... types) throws VideoException {
        Mp4Box box = this;
        for (String type : types) {
            box = box.child(type);
            if (box == null) {
                throw new VideoException(file, "damaged MP4 tables: no '" + type + "' box");
            }
        }
        return box;
    }

    /** Reads a four-character code. */
    static String type(ByteBuffer in) {
        byte[] name = new byte[4];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}
