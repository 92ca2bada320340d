package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class ZipDirectoryTest {

    private static final Path FILE = Path.of("test.zip");
    private static final int END = 22;
    private static final int ENTRY = 46;

    private static byte[] twoEntries(int method) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/first", new byte[] {1, 2, 3});
        entries.put("a/second", new byte[1000]);
        return TorchFile.zip(method, entries);
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ZipDirectory open(byte[] bytes) throws CheckpointException {
        return new ZipDirectory(FILE, FileBytes.of(FILE, bytes), Limits.USUAL);
    }

    private static byte[] read(byte[] zip, String name) throws CheckpointException {
        ZipDirectory directory = open(zip);
        FileBytes bytes = directory.read(name);
        directory.verify(name, bytes);
        return bytes.copy(0, (int) bytes.size());
    }

    private static int directoryOffset(byte[] zip) {
        return wrap(zip).getInt(zip.length - END + 16);
    }

    private static String refusal(byte[] zip, String name) {
        return assertThrows(CheckpointException.class, () -> read(zip, name)).getMessage();
    }

    /** Sizes that would raise the limits they are taken from. */
    @Test
    void negativeSizesAreRefused() {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            for (int field = 0; field < 3; field++) {
                byte[] zip = asZip64(twoEntries(method));
                int values = new String(zip, StandardCharsets.ISO_8859_1).indexOf("\u0001\0\u0018\0", 100) + 4;
                wrap(zip).putLong(values + 8 * field, Long.MIN_VALUE + 5);
                assertTrue(refusal(zip, "a/first")
                        .endsWith("expected sizes and an offset below 2^63, found larger ones"), "field " + field);
            }
        }
    }

    /** The same archive as a writer of files beyond 4 GB would end it: all sizes and offsets in 64-bit fields. */
    private static byte[] asZip64(byte[] zip) {
        int directory = directoryOffset(zip);
        int count = wrap(zip).getShort(zip.length - END + 10);
        ByteBuffer old = wrap(zip);
        ByteBuffer out = wrap(new byte[zip.length + 200]).put(zip, 0, directory);
        for (int i = 0, at = directory; i < count; i++) {
            int nameLength = old.getShort(at + 28);
            byte[] entry = Arrays.copyOfRange(zip, at, at + ENTRY + nameLength);
            wrap(entry).putInt(20, -1).putInt(24, -1).putInt(42, -1).putShort(30, (short) 32);
            out.put(entry).putShort((short) 0x7075).putShort((short) 0).putShort((short) 1).putShort((short) 24)
                    .putLong(old.getInt(at + 24)).putLong(old.getInt(at + 20)).putLong(old.getInt(at + 42));
            at += ENTRY + nameLength + old.getShort(at + 30);
        }
        int end64 = out.position();
        out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0).putInt(0)
                .putLong(count).putLong(count).putLong(end64 - directory).putLong(directory);
        out.putInt(0x07064b50).putInt(0).putLong(end64).putInt(1);
        out.putInt(0x06054b50).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void storedDeflatedAndZip64() throws CheckpointException {
        for (int method : new int[] {ZipEntry.STORED, ZipEntry.DEFLATED}) {
            for (byte[] zip : new byte[][] {twoEntries(method), asZip64(twoEntries(method))}) {
                assertArrayEquals(new byte[] {1, 2, 3}, read(zip, "a/first"));
                assertArrayEquals(new byte[1000], read(zip, "a/second"));
            }
        }
    }

    @Test
    void commentAtTheEnd() throws CheckpointException {
        byte[] zip = twoEntries(ZipEntry.STORED);
        byte[] commented = Arrays.copyOf(zip, zip.length + 5);
        commented[zip.length - 2] = 5;
        assertArrayEquals(new byte[] {1, 2, 3}, read(commented, "a/first"));
        byte[] trailing = Arrays.copyOf(zip, zip.length + 5);
        assertTrue(refusal(trailing, "a/first").contains("expected a zip archive's directory"));
    }

    @Test
    void checksumsAreChecked() throws CheckpointException {
        byte[] zip = twoEntries(ZipEntry.STORED);
        int crc = directoryOffset(zip) + 16;
        wrap(zip).putInt(crc, 77);
        assertTrue(refusal(zip, "a/first").contains("expected checksum 0000004d, found 55bc801d"));
        wrap(zip).putInt(crc, 0);
        assertEquals(3, read(zip, "a/first").length);
    }

    @Test
    void entriesThatDoNotFitAreRefused() throws CheckpointException {
        byte[] zip = twoEntries(ZipEntry.DEFLATED);
        int first = directoryOffset(zip);
        Map<Integer, String> damages = Map.of(
                8, "encryption",
                10, "method",
                20, "found the end",
                24, "inflated bytes",
                42, "expected the header of a/first");
        damages.forEach((offset, reason) -> {
            byte[] damaged = zip.clone();
            wrap(damaged).putInt(first + offset, offset == 20 ? 1 << 20 : wrap(zip).getInt(first + offset) + 1);
            assertTrue(refusal(damaged, "a/first").contains(reason), refusal(damaged, "a/first"));
        });
        assertTrue(refusal(zip, "a/third").contains("expected the entry a/third"));
    }

    @Test
    void overlappingEntriesAreRefused() throws CheckpointException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a", new byte[1000]);
        entries.put("b", new byte[1000]);
        byte[] zip = TorchFile.zip(ZipEntry.STORED, entries);
        int second = directoryOffset(zip) + ENTRY + 1;
        wrap(zip).putInt(second + 42, 0);
        wrap(zip).putInt(second + 20, 1900).putInt(second + 24, 1900);
        ZipDirectory directory = open(zip);
        directory.read("a");
        assertTrue(assertThrows(CheckpointException.class, () -> directory.read("b")).getMessage()
                .contains("overlapping"));
    }

    @Test
    void directoriesThatDoNotFitAreRefused() {
        byte[] zip = twoEntries(ZipEntry.STORED);
        for (int offset : new int[] {10, 12, 16}) {
            for (int value : new int[] {-1, Integer.MAX_VALUE, 3}) {
                byte[] damaged = zip.clone();
                if (offset == 10) {
                    wrap(damaged).putShort(zip.length - END + offset, (short) value);
                } else {
                    wrap(damaged).putInt(zip.length - END + offset, value);
                }
                assertThrows(CheckpointException.class, () -> open(damaged), offset + " " + value);
            }
        }
    }
}
