package io.github.tsmjava.video.gif;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.guard.Guard;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the frames of a GIF file lie, and how they are drawn. Frames behind damage or a missing end are left out. */
final class GifFile {

    static final int KEEP_NOTHING = 2;
    static final int RESTORE = 3;

    private static final int HEAD = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int FRAME = 0x2c;
    private static final int COLOURS_FOLLOW = 0x80;
    private static final int INTERLACED = 0x40;

    /**
     * One frame.
     *
     * @param palette     where its colours begin, three bytes each; 0 if it has none
     * @param colours     how many there are
     * @param transparent the colour that is not drawn, or -1
     * @param disposal    what becomes of it before the next one is drawn
     * @param delay       hundredths of a second that it is shown
     * @param data        where its pixels begin, with the size of their codes
     */
    record Frame(int left, int top, int width, int height, boolean interlaced, int palette, int colours,
                 int transparent, int disposal, int delay, int data) {

        long pixels() {
            return (long) width * height;
        }
    }

    private final Path path;
    private final byte[] bytes;
    private final Limits limits;
    private final List<Frame> frames = new ArrayList<>();
    private int position;

    private GifFile(Path path, byte[] bytes, Limits limits) {
        this.path = path;
        this.bytes = bytes;
        this.limits = limits;
    }

    /** @throws VideoException if there is no complete frame, or more or larger ones than allowed */
    static GifFile read(Path path, byte[] bytes, Limits limits) throws VideoException {
        GifFile file = new GifFile(path, bytes, limits);
        Image.requireAllowed(path, "a GIF", file.width(), file.height(), limits);
        try {
            file.walk();
        } catch (ArrayIndexOutOfBoundsException e) {
            // The file ends within a frame.
        }
        if (file.frames.isEmpty()) {
            throw new VideoException(path, "a GIF without a complete frame");
        }
        return file;
    }

    byte[] bytes() {
        return bytes;
    }

    int width() {
        return number(6);
    }

    int height() {
        return number(8);
    }

    List<Frame> frames() {
        return frames;
    }

    private void walk() throws VideoException {
        int flags = octet(10);
        int shared = colours(flags);
        position = HEAD + 3 * shared;
        int transparent = -1;
        int disposal = 0;
        int delay = 0;
        while (true) {
            Guard.check();
            int block = octet(position++);
            if (block == EXTENSION) {
                if (octet(position++) == GRAPHIC_CONTROL && octet(position) >= 4) {
                    int control = octet(position + 1);
                    disposal = control >> 2 & 7;
                    delay = number(position + 2);
                    transparent = (control & 1) != 0 ? octet(position + 4) : -1;
                }
                skipBlocks();
            } else if (block == FRAME) {
                frame(shared, transparent, disposal, delay);
                transparent = -1;
                disposal = 0;
                delay = 0;
            } else {
                return;
            }
        }
    }

    private void frame(int shared, int transparent, int disposal, int delay) throws VideoException {
        int at = position;
        int flags = octet(at + 8);
        int own = colours(flags);
        int data = at + 9 + 3 * own;
        Frame frame = new Frame(number(at), number(at + 2), number(at + 4), number(at + 6), (flags & INTERLACED) != 0,
                own > 0 ? at + 9 : shared > 0 ? HEAD : 0, own > 0 ? own : shared, transparent, disposal, delay, data);
        position = data + 1;
        skipBlocks();
        Image.requireAllowed(path, "a GIF frame", frame.width, frame.height, limits);
        if (frames.size() == limits.frames()) {
            throw new VideoException(path, "more than %d frames".formatted(limits.frames()));
        }
        frames.add(frame);
    }

    private void skipBlocks() {
        int size;
        do {
            size = octet(position);
            position += 1 + size;
        } while (size > 0);
    }

    private static int colours(int flags) {
        return (flags & COLOURS_FOLLOW) != 0 ? 2 << (flags & 7) : 0;
    }

    private int number(int at) {
        return octet(at) | octet(at + 1) << 8;
    }

    private int octet(int at) {
        return bytes[at] & 0xff;
    }
}
