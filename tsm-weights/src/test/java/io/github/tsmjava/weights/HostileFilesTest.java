package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files either load as tensors of sane shapes or are refused with one line; nothing else may happen. */
class HostileFilesTest {

    private static final int FLIPS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Reads a whole file. */
    @FunctionalInterface
    private interface Reader {
        void read(Path file) throws IOException;
    }

    private static void readCheckpoint(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            for (TensorInfo info : checkpoint.tensors()) {
                Tensor tensor = checkpoint.tensor(info.name());
                assertEquals(info.size(), tensor.size(), info::toString);
                assertTrue(tensor.size() <= 4 * Files.size(file) + (1 << 20), info::toString);
            }
        }
    }

    private void expectLoadOrRefusal(byte[] bytes, Reader reader, String what) {
        try {
            reader.read(Files.write(folder.resolve("damaged"), bytes));
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith(folder.resolve("damaged") + ": ")
                    && e.getMessage().lines().count() == 1, what + ": " + e.getMessage());
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(what, e);
        }
    }

    private void truncate(byte[] bytes, Reader reader) {
        for (int length = 1; length < bytes.length; length *= 2) {
            for (int size : new int[] {length - 1, length, length + 1, bytes.length - length}) {
                byte[] cut = Arrays.copyOf(bytes, size);
                try {
                    reader.read(Files.write(folder.resolve("cut"), cut));
                    fail("a file cut to %d of %d bytes was read".formatted(size, bytes.length));
                } catch (CheckpointException e) {
                    assertTrue(e.getMessage().startsWith(folder.resolve("cut") + ": expected "), e.getMessage());
                } catch (IOException e) {
                    fail("cut to " + size, e);
                }
            }
        }
    }

    /** Changes one byte, or a few, at places up to {@code end}. */
    private void flip(byte[] bytes, int end, int flips, Reader reader) {
        Random random = new Random(20190322);
        for (int i = 0; i < flips; i++) {
            byte[] damaged = bytes.clone();
            for (int n = i % 4; n >= 0; n--) {
                damaged[random.nextInt(end)] = (byte) random.nextInt(256);
            }
            expectLoadOrRefusal(damaged, reader, "flip " + i);
        }
    }

    private void damage(byte[] bytes, Reader reader) {
        assertTimeoutPreemptively(LIMIT, () -> {
            truncate(bytes, reader);
            flip(bytes, bytes.length, FLIPS, reader);
        });
    }

    @Test
    void zipCheckpoint() {
        damage(TorchFile.small().zip(ZipEntry.STORED), HostileFilesTest::readCheckpoint);
        damage(TorchFile.small().zip(ZipEntry.DEFLATED), HostileFilesTest::readCheckpoint);
    }

    @Test
    void legacyCheckpoint() {
        damage(TorchFile.small().legacy(), HostileFilesTest::readCheckpoint);
    }

    @Test
    void safetensors() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("new_fc.weight", Tensor.zeros(3, 4));
        tensors.put("new_fc.bias", Tensor.zeros(3));
        Path file = folder.resolve("whole.safetensors");
        Checkpoint.writeSafetensors(file, tensors, Map.of("segments", "8"));
        damage(Files.readAllBytes(file), HostileFilesTest::readCheckpoint);
    }

    @Test
    void npy() throws IOException {
        Path file = folder.resolve("whole.npy");
        Npy.write(file, Tensor.zeros(2, 3));
        damage(Files.readAllBytes(file), Npy::read);
    }

    /** Lists in lists, each twice in the next, or a list in itself: hashed or printed they would take for ever. */
    @Test
    void endlessKeysOfStorages() throws IOException {
        PickleWriter doubled = new PickleWriter().op("](]q").raw(0);
        for (int i = 1; i <= 60; i++) {
            doubled.op("](h").raw(i - 1).op("h").raw(i - 1).op("eq").raw(i);
        }
        for (byte[] keys : new byte[][] {
                doubled.op("e").stop(), new PickleWriter().op("]q").raw(0).op("h").raw(0).op("a").stop()}) {
            Path file = Files.write(folder.resolve("keys.pth"), TorchFile.small().legacy(keys));
            String message = assertTimeoutPreemptively(Duration.ofSeconds(5),
                    () -> assertThrows(CheckpointException.class, () -> Checkpoint.open(file))).getMessage();
            assertEquals(file + ": expected text as keys of storages, found a list", message);
        }
    }

    /** Half integers and half floats, which a hash map cannot put in order: each with the hash 0. */
    @Test
    void keysOfOneHash() throws IOException {
        PickleWriter pickle = new PickleWriter().op("}(");
        for (long i = 1; i <= 60_000; i++) {
            pickle.raw(0x8a, 8);
            long bits = i << 32 | i;
            for (int shift = 0; shift < 64; shift += 8) {
                pickle.raw((int) (bits >> shift) & 0xff);
            }
            pickle.op("NG");
            for (int shift = 56; shift >= 0; shift -= 8) {
                pickle.raw((int) (bits >> shift) & 0xff);
            }
            pickle.op("N");
        }
        Path file = Files.write(folder.resolve("collide.pth"), TorchFile.zip(ZipEntry.STORED, Map.of("a/data.pkl",
                pickle.op("u").stop())));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () ->
                assertThrows(CheckpointException.class, () -> Checkpoint.open(file)));
    }

    /** Whoever copies over a file that is open must not end the process that reads it. */
    @Test
    void aFileMayBeCutAndOverwrittenWhileItIsOpen() throws IOException {
        byte[] whole = TorchFile.small().zip(ZipEntry.STORED);
        for (byte[] other : new byte[][] {{}, {1, 2, 3}, new byte[whole.length]}) {
            Path file = Files.write(folder.resolve("open.pth"), whole);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                Files.write(file, other);
                String message = assertThrows(CheckpointException.class,
                        () -> checkpoint.tensor("module.conv1.weight")).getMessage();
                assertEquals(file + (other.length < whole.length
                        ? ": expected the bytes that were there when it was opened, found fewer"
                        : ": entry archive/data/0: expected checksum 3e667d78, found f288b395"), message);
            }
        }
    }

    /** Tensors that each skip over the whole file would read it a thousand times. */
    @Test
    void scatteredElementsAreLimited() throws IOException {
        TorchFile file = new TorchFile().storage("0", "FloatStorage", 1 << 19, new byte[4 << 19]);
        for (int i = 0; i < 40; i++) {
            file.tensor("t" + i, "0", 0, new long[] {2, 2}, 1, (1 << 19) - 2);
        }
        Path path = Files.write(folder.resolve("scattered.pth"), file.zip(ZipEntry.STORED));
        assertTrue(assertThrows(CheckpointException.class, () -> Checkpoint.open(path)).getMessage()
                .endsWith("expected elements in proportion to the file, found too many"));
    }

    /** A tensor without elements may lie anywhere, also where no file is. */
    @Test
    void emptyTensorsReadNothing() throws IOException {
        TorchFile file = new TorchFile().storage("0", "FloatStorage", 12, new byte[48])
                .tensor("beyond", "0", 1 << 15, new long[] {2, 3, 0}, 6, 2, 1)
                .tensor("scattered", "0", 1 << 15, new long[] {2, 3, 0}, 1, 2, 6);
        Path path = Files.write(folder.resolve("empty.pth"), file.zip(ZipEntry.STORED));
        try (Checkpoint checkpoint = Checkpoint.open(path)) {
            assertTrue(checkpoint.tensor("beyond").hasShape(2, 3, 0));
            assertTrue(checkpoint.tensor("scattered").hasShape(2, 3, 0));
        }
    }

    @Test
    void aFileBeyondTheLimitsIsRefused() throws IOException {
        byte[] bytes = TorchFile.small().zip(ZipEntry.DEFLATED);
        Path file = Files.write(folder.resolve("large.pth"), bytes);
        assertEquals(file + ": expected at most 100 bytes, found " + bytes.length,
                assertThrows(CheckpointException.class,
                () -> Checkpoint.open(file, Limits.USUAL.withBytes(100))).getMessage());
        assertEquals(file + ": expected a pickle of at most 20 steps, found more",
                assertThrows(CheckpointException.class,
                () -> Checkpoint.open(file, Limits.USUAL.withSteps(20))).getMessage());
    }

    /** Files that broke an earlier version. */
    @ParameterizedTest
    @ValueSource(strings = {"legacy-key-laughs.pth", "legacy-key-selfref.pth", "collide.pth", "zip-negative-size.pth",
        "zipneg.pth", "evil.safetensors"})
    void filesThatBrokeAReader(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(Shared.file("hostile/" + name));
        assertTimeoutPreemptively(Duration.ofSeconds(5), () ->
                expectLoadOrRefusal(bytes, HostileFilesTest::readCheckpoint, name));
    }

    @Test
    void realCheckpoints() throws IOException {
        for (String name : new String[] {"tsm_mbv2_utd27.pth.tar", "tsm_mbv2_utd27_zip.pth"}) {
            byte[] bytes = Files.readAllBytes(Shared.file("models/" + name));
            assertTimeoutPreemptively(LIMIT, () -> {
                for (int length = 1; length < bytes.length; length *= 2) {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    expectLoadOrRefusal(cut, HostileFilesTest::readCheckpoint, "cut " + length);
                }
                flip(bytes, 45_000, 40, HostileFilesTest::readCheckpoint);
            });
        }
    }
}
