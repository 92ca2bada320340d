package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The entries of a zip archive in memory. Stored entries, which is what PyTorch writes, are slices of the file;
 * deflated ones are inflated, within a limit that the file's size sets. Checksums are checked when an entry is read.
 *
 * <p>Source: PKWARE's APPNOTE, sections 4.3 (with zip64).
 */
final class ZipDirectory {

    private record Entry(int flags, int method, long crc, long compressedSize, long size, long headerOffset) {
    }

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_SIZE = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int END64_SIZE = 56;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int LOCATOR_SIZE = 20;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int ENTRY_SIZE = 46;
    private static final int HEADER_SIGNATURE = 0x04034b50;
    private static final int HEADER_SIZE = 30;
    private static final int ZIP64_FIELD = 1;
    private static final long SATURATED = 0xffff_ffffL;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ENCRYPTED_FLAG = 1;
    private static final int MOST_ENTRIES = 200_000;
    private static final int INFLATED_PER_BYTE = 16;
    private static final int SPARE_INFLATED = 1 << 20;
    private static final long CHECKSUM_CHUNK = 1 << 30;

    private final Path file;
    private final MemorySegment bytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long readable;
    private long inflatable;

    ZipDirectory(Path file, MemorySegment bytes, Limits limits) throws CheckpointException {
        this.file = file;
        this.bytes = bytes;
        this.readable = bytes.byteSize();
        this.inflatable = Math.min(INFLATED_PER_BYTE * bytes.byteSize() + SPARE_INFLATED,
                Math.min(limits.bytes(), Integer.MAX_VALUE - 8));
        readEntries(findEnd());
    }

    Iterable<String> names() {
        return entries.keySet();
    }

    boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** The bytes of an entry. Each entry is read at most once, so together they are no longer than the file. */
    MemorySegment read(String name) throws CheckpointException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new CheckpointException(file, "expected the entry %s in the zip archive, found none".formatted(name));
        }
        if ((entry.flags & ENCRYPTED_FLAG) != 0 || entry.method != STORED && entry.method != DEFLATED) {
            throw new CheckpointException(file, "entry %s: expected stored or deflated data, found %s".formatted(name,
                    (entry.flags & ENCRYPTED_FLAG) != 0 ? "encryption" : "method " + entry.method));
        }
        MemorySegment header = slice("the header of " + name, entry.headerOffset, HEADER_SIZE);
        if (header.get(INT, 0) != HEADER_SIGNATURE) {
            throw new CheckpointException(file, "expected the header of %s at byte %d, found other data"
                    .formatted(name, entry.headerOffset));
        }
        long dataOffset = entry.headerOffset + HEADER_SIZE + uint16(header, 26) + uint16(header, 28);
        MemorySegment data = slice(name, dataOffset, entry.compressedSize);
        readable -= entry.compressedSize;
        if (readable < 0) {
            throw new CheckpointException(file, "entry %s: expected zip entries side by side, found them overlapping"
                    .formatted(name));
        }
        return entry.method == DEFLATED ? inflate(name, entry, data) : stored(name, entry, data);
    }

    /** Checks an entry's bytes against its checksum; writers that save the time of computing it leave a zero. */
    void verify(String name, MemorySegment data) throws CheckpointException {
        long expected = entries.get(name).crc;
        CRC32 crc = new CRC32();
        for (long from = 0; from < data.byteSize(); from += CHECKSUM_CHUNK) {
            crc.update(data.asSlice(from, Math.min(CHECKSUM_CHUNK, data.byteSize() - from)).asByteBuffer());
        }
        if (expected != 0 && expected != crc.getValue()) {
            throw new CheckpointException(file, "entry %s: expected checksum %08x, found %08x"
                    .formatted(name, expected, crc.getValue()));
        }
    }

    private MemorySegment stored(String name, Entry entry, MemorySegment data) throws CheckpointException {
        if (entry.size != entry.compressedSize) {
            throw new CheckpointException(file, "entry %s: expected %d stored bytes, found %d"
                    .formatted(name, entry.size, entry.compressedSize));
        }
        return data;
    }

    private MemorySegment inflate(String name, Entry entry, MemorySegment data) throws CheckpointException {
        if (entry.size > inflatable) {
            throw new CheckpointException(file, "entry %s: expected at most %d more inflated bytes, found %d"
                    .formatted(name, inflatable, entry.size));
        }
        inflatable -= entry.size;
        byte[] inflated = new byte[(int) entry.size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(data.asByteBuffer());
            int length = inflater.inflate(inflated);
            if (length != inflated.length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new CheckpointException(file, "entry %s: expected %d inflated bytes, found %s"
                        .formatted(name, inflated.length, length < inflated.length ? length : "more"));
            }
        } catch (DataFormatException e) {
            throw new CheckpointException(file, "entry %s: expected deflated data, found other bytes"
                    .formatted(name), e);
        } finally {
            inflater.end();
        }
        return MemorySegment.ofArray(inflated);
    }

    private long findEnd() throws CheckpointException {
        long last = bytes.byteSize() - END_SIZE;
        for (long at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
            if (bytes.get(INT, at) == END_SIGNATURE && at + END_SIZE + uint16(bytes, at + 20) == bytes.byteSize()) {
                return at;
            }
        }
        throw new CheckpointException(file, "expected a zip archive's directory at the end, found none: cut short?");
    }

    private void readEntries(long end) throws CheckpointException {
        long count = uint16(bytes, end + 10);
        long size = uint32(bytes, end + 12);
        long offset = uint32(bytes, end + 16);
        if (count == 0xffff || size == SATURATED || offset == SATURATED) {
            MemorySegment locator = slice("the zip64 locator", end - LOCATOR_SIZE, LOCATOR_SIZE);
            if (locator.get(INT, 0) != LOCATOR_SIGNATURE) {
                throw new CheckpointException(file, "expected a zip64 locator, found other data");
            }
            MemorySegment end64 = slice("the zip64 directory's end", locator.get(LONG, 8), END64_SIZE);
            if (end64.get(INT, 0) != END64_SIGNATURE) {
                throw new CheckpointException(file, "expected the zip64 directory's end, found other data");
            }
            count = end64.get(LONG, 32);
            size = end64.get(LONG, 40);
            offset = end64.get(LONG, 48);
        }
        if (count < 0 || count > MOST_ENTRIES) {
            throw new CheckpointException(file, "expected at most %d zip entries, found %s"
                    .formatted(MOST_ENTRIES, Long.toUnsignedString(count)));
        }
        MemorySegment directory = slice("the zip directory", offset, size);
        long at = 0;
        for (long i = 0; i < count; i++) {
            at += readEntry(directory, at);
        }
    }

    /** Reads the entry at the given offset of the directory and returns its length there. */
    private long readEntry(MemorySegment directory, long at) throws CheckpointException {
        long room = directory.byteSize() - at;
        long length = room < ENTRY_SIZE ? Long.MAX_VALUE : ENTRY_SIZE
                + uint16(directory, at + 28) + uint16(directory, at + 30) + uint16(directory, at + 32);
        if (length > room || directory.get(INT, at) != ENTRY_SIGNATURE) {
            throw new CheckpointException(file, "expected zip entry %d in the directory, found other data"
                    .formatted(entries.size()));
        }
        int nameLength = uint16(directory, at + 28);
        String name = new String(directory.asSlice(at + ENTRY_SIZE, nameLength).toArray(ValueLayout.JAVA_BYTE),
                StandardCharsets.UTF_8);
        MemorySegment extra = directory.asSlice(at + ENTRY_SIZE + nameLength, uint16(directory, at + 30));
        Zip64 zip64 = new Zip64(extra);
        long size = zip64.widen(uint32(directory, at + 24));
        long compressedSize = zip64.widen(uint32(directory, at + 20));
        long headerOffset = zip64.widen(uint32(directory, at + 42));
        Entry entry = new Entry(uint16(directory, at + 8), uint16(directory, at + 10), uint32(directory, at + 16),
                compressedSize, size, headerOffset);
        if (size < 0 || compressedSize < 0 || headerOffset < 0) {
            throw new CheckpointException(file, "entry %s: expected sizes and an offset below 2^63, found larger ones"
                    .formatted(name));
        }
        if (entries.put(name, entry) != null) {
            throw new CheckpointException(file, "expected each zip entry once, found %s twice".formatted(name));
        }
        return length;
    }

    /** The 64-bit values that stand in for saturated 32-bit ones, in order. */
    private final class Zip64 {
        private MemorySegment values = MemorySegment.NULL;

        Zip64(MemorySegment extra) {
            for (long at = 0; at + 4 <= extra.byteSize(); at += 4 + uint16(extra, at + 2)) {
                long length = Math.min(uint16(extra, at + 2), extra.byteSize() - at - 4);
                if (uint16(extra, at) == ZIP64_FIELD) {
                    values = extra.asSlice(at + 4, length);
                }
            }
        }

        long widen(long value) throws CheckpointException {
            if (value != SATURATED) {
                return value;
            }
            if (values.byteSize() < Long.BYTES) {
                throw new CheckpointException(file, "expected a zip64 size of an entry, found none");
            }
            long wide = values.get(LONG, 0);
            values = values.asSlice(Long.BYTES);
            return wide;
        }
    }

    private MemorySegment slice(String what, long offset, long size) throws CheckpointException {
        if (offset < 0 || size < 0 || size > bytes.byteSize() - offset) {
            throw new CheckpointException(file, "expected %s at bytes %d to %d, found the end at %d"
                    .formatted(what, offset, offset + size, bytes.byteSize()));
        }
        return bytes.asSlice(offset, size);
    }

    private static int uint16(MemorySegment from, long at) {
        return Short.toUnsignedInt(from.get(SHORT, at));
    }

    private static long uint32(MemorySegment from, long at) {
        return Integer.toUnsignedLong(from.get(INT, at));
    }
}
