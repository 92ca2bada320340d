package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are an array, or are refused in one line. */
class NpyFuzzTest {

    static Stream<byte[]> files() throws IOException {
        Path file = Files.createTempFile("tsm-fuzz", ".npy");
        try {
            Npy.write(file, Tensor.zeros(2, 3));
            byte[] whole = Files.readAllBytes(file);
            String header = new String(whole, StandardCharsets.ISO_8859_1);
            return Stream.of(header, header.replace("'<f4'", "'>i2'"), header.replace("False", "True "),
                            header.replace("(2, 3)", "(3, 2)"), header.replace("NUMPY\u0001", "NUMPY\u0002"))
                    .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(file);
        }
    }

    @TempDir
    private Path folder;

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void npy(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.npy"), bytes);
        try {
            assertTrue(Npy.read(file).size() <= bytes.length);
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().lines().count() == 1, e.getMessage());
        }
    }
}
