package io.github.tsmjava.weights.pickle;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A position in a file's bytes. Every read is checked against the end first. */
public final class PickleInput {

    private static final int LONGEST_LINE = 256;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int WINDOW = 8192;

    private final MemorySegment bytes;
    private long position;
    /** A copy of the bytes around the position: opcodes are read one byte at a time. */
    private byte[] window = {};
    private long windowStart;

    public PickleInput(MemorySegment bytes) {
        this.bytes = bytes;
    }

    public long position() {
        return position;
    }

    /** The next bytes as a slice, not copied. */
    public MemorySegment take(long count) throws PickleException {
        if (count < 0 || count > bytes.byteSize() - position) {
            throw new PickleException("expected %s more bytes at byte %d, found %d"
                    .formatted(Long.toUnsignedString(count), position, bytes.byteSize() - position));
        }
        MemorySegment slice = bytes.asSlice(position, count);
        position += count;
        return slice;
    }

    int uint8() throws PickleException {
        if (position >= bytes.byteSize()) {
            throw new PickleException("expected more of a pickle, found the end at byte " + position);
        }
        if (position < windowStart || position >= windowStart + window.length) {
            windowStart = position;
            window = bytes.asSlice(position, Math.min(WINDOW, bytes.byteSize() - position))
                    .toArray(ValueLayout.JAVA_BYTE);
        }
        return Byte.toUnsignedInt(window[(int) (position++ - windowStart)]);
    }

    int uint16() throws PickleException {
        return uint8() | uint8() << 8;
    }

    int int32() throws PickleException {
        return uint16() | uint16() << 16;
    }

    long uint32() throws PickleException {
        return Integer.toUnsignedLong(int32());
    }

    public long int64() throws PickleException {
        return take(Long.BYTES).get(LONG, 0);
    }

    /** ASCII text up to the next line feed, which is consumed. */
    String line() throws PickleException {
        StringBuilder line = new StringBuilder();
        for (int c = uint8(); c != '\n'; c = uint8()) {
            if (line.length() == LONGEST_LINE) {
                throw new PickleException("expected a line of at most %d characters in the pickle, found more"
                        .formatted(LONGEST_LINE));
            }
            line.append((char) c);
        }
        return line.toString();
    }

    byte[] bytes(int count) throws PickleException {
        return take(count).toArray(ValueLayout.JAVA_BYTE);
    }

    String latin1(int count) throws PickleException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }
}
