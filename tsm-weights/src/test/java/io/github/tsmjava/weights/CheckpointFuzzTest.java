package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a checkpoint whose tensors can be read, or are refused in one line, in little time and memory. */
class CheckpointFuzzTest {

    private static final Path NAME = Path.of("fuzzed");
    private static final long SECOND = 1_000_000_000L;

    static Stream<byte[]> files() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("new_fc.weight", Tensor.zeros(3, 4));
        tensors.put("new_fc.bias", Tensor.zeros(3));
        Path folder = Files.createTempDirectory("tsm-fuzz");
        Path safetensors = folder.resolve("a.safetensors");
        Path pytorch = folder.resolve("a.pth");
        try {
            Checkpoint.writeSafetensors(safetensors, tensors, Map.of("segments", "8"));
            Checkpoint.writePytorch(pytorch, tensors, Map.of("arch", "resnet18"));
            return Stream.of(Files.readAllBytes(safetensors), Files.readAllBytes(pytorch),
                    TorchFile.small().zip(ZipEntry.STORED), TorchFile.small().zip(ZipEntry.DEFLATED),
                    TorchFile.small().bare().byteOrder("big").zip(ZipEntry.STORED), TorchFile.small().legacy());
        } finally {
            Files.deleteIfExists(safetensors);
            Files.deleteIfExists(pytorch);
            Files.delete(folder);
        }
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void checkpoint(byte[] bytes) {
        long start = System.nanoTime();
        try (Checkpoint checkpoint = Checkpoint.read(NAME, bytes)) {
            long elements = 0;
            for (TensorInfo info : checkpoint.tensors()) {
                Tensor tensor = checkpoint.tensor(info.name());
                assertEquals(info.size(), tensor.size());
                elements += tensor.size();
            }
            assertTrue(elements <= 4L * bytes.length + (1 << 20), "elements in proportion to the file");
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith(NAME + ": ") && e.getMessage().lines().count() == 1, e.getMessage());
        }
        assertTrue(System.nanoTime() - start < 5 * SECOND, "five seconds");
    }
}
