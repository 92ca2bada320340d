package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyTest {

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("array.npy");
    }

    private Tensor read(int version, long length, String header, byte[] data) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(12 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) length);
        } else {
            bytes.putInt((int) length);
        }
        bytes.put(header.getBytes(StandardCharsets.US_ASCII)).put(data).flip();
        byte[] used = new byte[bytes.remaining()];
        bytes.get(used);
        return Npy.read(Files.write(file(), used));
    }

    private Tensor read(String descr, boolean fortran, String shape, byte[] data) throws IOException {
        String header = "{'descr': '%s', 'fortran_order': %s, 'shape': (%s), }\n"
                .formatted(descr, fortran ? "True" : "False", shape);
        return read(1, header.length(), header, data);
    }

    private String refusal(String descr, String shape, int dataLength) {
        return assertThrows(CheckpointException.class,
                () -> read(descr, false, shape, new byte[dataLength])).getMessage();
    }

    @Test
    void roundTrip() throws IOException {
        for (Tensor tensor : new Tensor[] {Tensor.of(new float[] {1, 2, 3, 4, 5, -0f}, 2, 3),
            Tensor.of(new float[] {7}), Tensor.of(new float[] {7, 8}, 2), Tensor.zeros(0, 3), Tensor.zeros(1, 1, 1)}) {
            Npy.write(file(), tensor);
            Tensor again = Npy.read(file());
            assertArrayEquals(tensor.shape(), again.shape());
            assertArrayEquals(tensor.data(), again.data());
            assertEquals(0, (Files.size(file()) - 4L * tensor.size()) % 64);
        }
    }

    /** What {@code numpy.save(file, numpy.array([[1, 2], [3, 4]], 'f4'))} writes. */
    @Test
    void writesWhatNumpyWrites() throws IOException {
        Npy.write(file(), Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
        String line = header + " ".repeat(117 - header.length()) + "\n";
        String expected = "934e554d505901007600"
                + HexFormat.of().formatHex(line.getBytes(StandardCharsets.US_ASCII))
                + "0000803f000000400000404000008040";
        assertEquals(expected, HexFormat.of().formatHex(Files.readAllBytes(file())));
    }

    /** The numbers 1, -2 and 0 in each type. */
    @ParameterizedTest
    @CsvSource({
        "<f8, 000000000000f03f00000000000000c00000000000000000",
        ">f8, 3ff0000000000000c0000000000000000000000000000000",
        "<f4, 0000803f000000c000000000",
        ">f4, 3f800000c000000000000000",
        "<f2, 003c00c00000",
        "<i8, 0100000000000000feffffffffffffff0000000000000000",
        ">i4, 00000001fffffffe00000000",
        "<i2, 0100feff0000",
        "|i1, 01fe00"})
    void numberTypes(String descr, String hex) throws IOException {
        assertArrayEquals(new float[] {1, -2, 0}, read(descr, false, "3,", HexFormat.of().parseHex(hex)).data());
    }

    @Test
    void unsignedAndBool() throws IOException {
        assertArrayEquals(new float[] {200}, read("|u1", false, "1,", new byte[] {(byte) 200}).data());
        assertArrayEquals(new float[] {1, 0}, read("|b1", false, "2,", new byte[] {1, 0}).data());
    }

    @Test
    void fortranOrderIsTransposed() throws IOException {
        Tensor tensor = read("<f4", true, "2, 3", TorchFile.ramp(6));
        assertArrayEquals(new int[] {2, 3}, tensor.shape());
        assertArrayEquals(new float[] {0, 2, 4, 1, 3, 5}, tensor.data());
    }

    @Test
    void newerVersionsAndOtherOrderOfKeys() throws IOException {
        String header = "{'shape':(2L,),'fortran_order':False,'descr':'<f4'}";
        for (int version = 1; version <= 3; version++) {
            assertArrayEquals(new float[] {0, 1}, read(version, header.length(), header, TorchFile.ramp(2)).data());
        }
    }

    @Test
    void damageIsRefused() throws IOException {
        assertTrue(refusal("<f4", "2, 2", 12).contains("expected 16 bytes for shape [2, 2], found 12"));
        assertTrue(refusal("<f4", "2, 2", 17).contains("found 17"));
        assertTrue(refusal("<f4", "99999999999999999999", 4).contains("shape"));
        assertTrue(refusal("<f4", "4294967296, 4294967296", 0).contains("elements"));
        assertTrue(refusal("<f4", "-1", 4).contains("'shape'"));
        assertTrue(refusal("<c8", "1,", 8).contains("found c8"));
        assertTrue(refusal("|O", "1,", 8).contains("'descr'"));
        assertThrows(CheckpointException.class, () -> read(4, 2, "{}", new byte[0]));
        assertThrows(CheckpointException.class, () -> read(2, 0xffff_ffffL, "{}", new byte[0]));
        assertThrows(CheckpointException.class, () -> read(2, 20_000, "x".repeat(30_000), new byte[0]));
        Files.write(file(), new byte[5]);
        assertThrows(CheckpointException.class, () -> Npy.read(file()));
        assertThrows(CheckpointException.class, () -> Npy.read(folder));
    }
}
