package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.tsmjava.tensor.Tensor;
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
            KeyMap.of(checkpoint.tensors());
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
        Safetensors.write(file, tensors, Map.of("segments", "8"));
        damage(Files.readAllBytes(file), HostileFilesTest::readCheckpoint);
    }

    @Test
    void npy() throws IOException {
        Path file = folder.resolve("whole.npy");
        Npy.write(file, Tensor.zeros(2, 3));
        damage(Files.readAllBytes(file), Npy::read);
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
