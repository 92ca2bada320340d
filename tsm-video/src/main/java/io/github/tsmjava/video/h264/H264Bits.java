package io.github.tsmjava.video.h264;

import java.nio.ByteBuffer;

/** The bits of an H.264 header without escapes. Unlike jcodec's reader it ends where the data end. */
final class H264Bits {

    /** Codes of more bits than this do not fit in the standard's 32-bit numbers. */
    private static final int MAX_ZEROS = 31;

    private final ByteBuffer data;
    private long position;
    private final long end;

    /** @param data from its position to its limit; its position stays */
    H264Bits(ByteBuffer data) {
        this.data = data;
        this.position = 8L * data.position();
        this.end = 8L * data.limit();
    }

    boolean flag() {
        if (position == end) {
            throw new IllegalStateException("an H.264 header ends too early");
        }
        int octet = data.get((int) (position >> 3));
        return (octet >> 7 - (position++ & 7) & 1) != 0;
    }

    /** A number of so many bits, up to 32. */
    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | (flag() ? 1 : 0);
        }
        return value;
    }

    /** An Exp-Golomb code: ue(v), or se(v) whose value does not matter. */
    long golomb() {
        int zeros = 0;
        while (!flag()) {
            if (++zeros > MAX_ZEROS) {
                throw new IllegalStateException("a number in an H.264 header has too many bits");
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** A ue(v) that may not be above a bound. */
    int golomb(String name, int most) {
        long value = golomb();
        if (value > most) {
            throw new IllegalStateException("an H.264 header has %d as %s, allowed are 0 to %d"
                    .formatted(value, name, most));
        }
        return (int) value;
    }
}
