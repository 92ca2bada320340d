package io.github.tsmjava.weights.pickle;

import java.nio.charset.StandardCharsets;

/** A position in a file's bytes. Every read is checked against the end first. */
public final class PickleInput {

    private static final int LONGEST_LINE = 256;
    private static final int WINDOW = 8192;

    private final ByteSource bytes;
    private long position;
    /** A copy of the bytes around the position: opcodes are read one byte at a time. */
    private byte[] window = {};
    private long windowStart;

    public PickleInput(ByteSource bytes) {
        this.bytes = bytes;
    }

    public long position() {
        return position;
    }

    /** Passes over bytes without reading them, and says where they begin. */
    public long skip(long count) throws PickleException {
        if (count < 0 || count > bytes.size() - position) {
            throw new PickleException("expected %s more bytes at byte %d, found %d"
                    .formatted(Long.toUnsignedString(count), position, bytes.size() - position));
        }
        position += count;
        return position - count;
    }

    int uint8() throws PickleException {
        if (position >= bytes.size()) {
            throw new PickleException("expected more of a pickle, found the end at byte " + position);
        }
        if (position < windowStart || position >= windowStart + window.length) {
            windowStart = position;
            window = bytes.copy(position, (int) Math.min(WINDOW, bytes.size() - position));
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
        return uint32() | (long) int32() << 32;
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
        return bytes.copy(skip(count), count);
    }

    String latin1(int count) throws PickleException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }
}
