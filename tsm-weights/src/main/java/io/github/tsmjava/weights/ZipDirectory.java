package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Limits;
import java.nio.ByteBuffer;
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
    private static final int LARGEST_DIRECTORY = 1 << 26;

    private final Path file;
    private final FileBytes bytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long readable;
    private long inflatable;

    ZipDirectory(Path file, FileBytes bytes, Limits limits) throws CheckpointException {
        this.file = file;
        this.bytes = bytes;
        this.readable = bytes.size();
        this.inflatable = Math.min(INFLATED_PER_BYTE * bytes.size() + SPARE_INFLATED,
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
    FileBytes read(String name) throws CheckpointException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new CheckpointException(file, "expected the entry %s in the zip archive, found none".formatted(name));
        }
        if ((entry.flags & ENCRYPTED_FLAG) != 0 || entry.method != STORED && entry.method != DEFLATED) {
            throw new CheckpointException(file, "entry %s: expected stored or deflated data, found %s".formatted(name,
                    (entry.flags & ENCRYPTED_FLAG) != 0 ? "encryption" : "method " + entry.method));
        }
        ByteBuffer header = copy("the header of " + name, entry.headerOffset, HEADER_SIZE);
        if (header.getInt(0) != HEADER_SIGNATURE) {
            throw new CheckpointException(file, "expected the header of %s at byte %d, found other data"
                    .formatted(name, entry.headerOffset));
        }
        long dataOffset = entry.headerOffset + HEADER_SIZE + uint16(header, 26) + uint16(header, 28);
        FileBytes data = slice(name, dataOffset, entry.compressedSize);
        readable -= entry.compressedSize;
        if (readable < 0) {
            throw new CheckpointException(file, "entry %s: expected zip entries side by side, found them overlapping"
                    .formatted(name));
        }
        return entry.method == DEFLATED ? inflate(name, entry, data) : stored(name, entry, data);
    }

    /** Checks an entry's bytes against its checksum; writers that save the time of computing it leave a zero. */
    void verify(String name, FileBytes data) throws CheckpointException {
        long expected = entries.get(name).crc;
        if (expected == 0) {
            return;
        }
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[(int) Math.min(FileBytes.CHUNK, data.size())];
        for (long from = 0; from < data.size(); from += chunk.length) {
            int count = (int) Math.min(chunk.length, data.size() - from);
            data.copy(from, chunk, count);
            crc.update(chunk, 0, count);
        }
        if (expected != crc.getValue()) {
            throw new CheckpointException(file, "entry %s: expected checksum %08x, found %08x"
                    .formatted(name, expected, crc.getValue()));
        }
    }

    private FileBytes stored(String name, Entry entry, FileBytes data) throws CheckpointException {
        if (entry.size != entry.compressedSize) {
            throw new CheckpointException(file, "entry %s: expected %d stored bytes, found %d"
                    .formatted(name, entry.size, entry.compressedSize));
        }
        return data;
    }

    private FileBytes inflate(String name, Entry entry, FileBytes data) throws CheckpointException {
        if (entry.size > inflatable) {
            throw new CheckpointException(file, "entry %s: expected at most %d more inflated bytes, found %d"
                    .formatted(name, inflatable, entry.size));
        }
        inflatable -= entry.size;
        // One byte more than there should be, to see whether there is more.
        byte[] inflated = new byte[(int) entry.size + 1];
        Inflater inflater = new Inflater(true);
        int length = 0;
        try {
            for (long from = 0; from < data.size() && !inflater.finished() && length < inflated.length;
                    from += FileBytes.CHUNK) {
                inflater.setInput(data.copy(from, (int) Math.min(FileBytes.CHUNK, data.size() - from)));
                while (!inflater.needsInput() && !inflater.finished() && length < inflated.length) {
                    length += inflater.inflate(inflated, length, inflated.length - length);
                }
            }
            if (length != entry.size || !inflater.finished()) {
                throw new CheckpointException(file, "entry %s: expected %d inflated bytes, found %s"
                        .formatted(name, entry.size, length < entry.size ? length : "more"));
            }
        } catch (DataFormatException e) {
            throw new CheckpointException(file, "entry %s: expected deflated data, found other bytes"
                    .formatted(name), e);
        } finally {
            inflater.end();
        }
        return FileBytes.of(file, inflated).slice(0, length);
    }

    private long findEnd() throws CheckpointException {
        int length = (int) Math.min(bytes.size(), END_SIZE + LONGEST_COMMENT);
        ByteBuffer end = copy("a zip archive's directory", bytes.size() - length, length);
        for (int at = length - END_SIZE; at >= 0; at--) {
            if (end.getInt(at) == END_SIGNATURE && at + END_SIZE + uint16(end, at + 20) == length) {
                return bytes.size() - length + at;
            }
        }
        throw new CheckpointException(file, "expected a zip archive's directory at the end, found none: cut short?");
    }

    private void readEntries(long end) throws CheckpointException {
        ByteBuffer last = copy("the directory's end", end, END_SIZE);
        long count = uint16(last, 10);
        long size = uint32(last, 12);
        long offset = uint32(last, 16);
        if (count == 0xffff || size == SATURATED || offset == SATURATED) {
            ByteBuffer locator = copy("the zip64 locator", end - LOCATOR_SIZE, LOCATOR_SIZE);
            if (locator.getInt(0) != LOCATOR_SIGNATURE) {
                throw new CheckpointException(file, "expected a zip64 locator, found other data");
            }
            ByteBuffer end64 = copy("the zip64 directory's end", locator.getLong(8), END64_SIZE);
            if (end64.getInt(0) != END64_SIGNATURE) {
                throw new CheckpointException(file, "expected the zip64 directory's end, found other data");
            }
            count = end64.getLong(32);
            size = end64.getLong(40);
            offset = end64.getLong(48);
        }
        if (count < 0 || count > MOST_ENTRIES) {
            throw new CheckpointException(file, "expected at most %d zip entries, found %s"
                    .formatted(MOST_ENTRIES, Long.toUnsignedString(count)));
        }
        if (size > LARGEST_DIRECTORY) {
            throw new CheckpointException(file, "expected a zip directory of at most %d bytes, found %d"
                    .formatted(LARGEST_DIRECTORY, size));
        }
        ByteBuffer directory = copy("the zip directory", offset, (int) size);
        int at = 0;
        for (long i = 0; i < count; i++) {
            at += readEntry(directory, at);
        }
    }

    /** Reads the entry at the given offset of the directory and returns its length there. */
    private int readEntry(ByteBuffer directory, int at) throws CheckpointException {
        int room = directory.limit() - at;
        int length = room < ENTRY_SIZE ? Integer.MAX_VALUE : ENTRY_SIZE
                + uint16(directory, at + 28) + uint16(directory, at + 30) + uint16(directory, at + 32);
        if (length > room || directory.getInt(at) != ENTRY_SIGNATURE) {
            throw new CheckpointException(file, "expected zip entry %d in the directory, found other data"
                    .formatted(entries.size()));
        }
        int nameLength = uint16(directory, at + 28);
        String name = new String(directory.array(), at + ENTRY_SIZE, nameLength, StandardCharsets.UTF_8);
        Zip64 zip64 = new Zip64(directory, at + ENTRY_SIZE + nameLength, uint16(directory, at + 30));
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
        private final ByteBuffer directory;
        private int at;
        private int end;

        Zip64(ByteBuffer directory, int extra, int length) {
            this.directory = directory;
            for (int field = extra; field + 4 <= extra + length; field += 4 + uint16(directory, field + 2)) {
                if (uint16(directory, field) == ZIP64_FIELD) {
                    at = field + 4;
                    end = Math.min(at + uint16(directory, field + 2), extra + length);
                }
            }
        }

        long widen(long value) throws CheckpointException {
            if (value != SATURATED) {
                return value;
            }
            if (end - at < Long.BYTES) {
                throw new CheckpointException(file, "expected a zip64 size of an entry, found none");
            }
            at += Long.BYTES;
            return directory.getLong(at - Long.BYTES);
        }
    }

    private ByteBuffer copy(String what, long offset, int size) throws CheckpointException {
        return ByteBuffer.wrap(slice(what, offset, size).copy(0, size)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private FileBytes slice(String what, long offset, long size) throws CheckpointException {
        if (offset < 0 || size < 0 || size > bytes.size() - offset) {
            throw new CheckpointException(file, "expected %s at bytes %d to %d, found the end at %d"
                    .formatted(what, offset, offset + size, bytes.size()));
        }
        return bytes.slice(offset, size);
    }

    private static int uint16(ByteBuffer from, int at) {
        return Short.toUnsignedInt(from.getShort(at));
    }

    private static long uint32(ByteBuffer from, int at) {
        return Integer.toUnsignedLong(from.getInt(at));
    }
}
