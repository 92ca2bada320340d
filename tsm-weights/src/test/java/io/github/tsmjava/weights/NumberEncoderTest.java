package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NumberEncoderTest {

    @TempDir
    private Path folder;

    private static Tensor random(long seed, int size) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(size);
        for (int i = 0; i < size; i++) {
            tensor.data()[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-20, 14)));
        }
        return tensor;
    }

    private static short bits(float number, DType type) {
        byte[] bytes = NumberEncoder.encode(Tensor.of(new float[] {number}, 1), type);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort();
    }

    private static float number(int bits, DType type) {
        return type == DType.F16 ? Float.float16ToFloat((short) bits) : Float.intBitsToFloat(bits << 16);
    }

    /** No other number of the type is nearer; of two that are as near, the even one is taken. */
    @ParameterizedTest
    @EnumSource(names = {"F16", "BF16"})
    void everyNumberGoesToTheNearest(DType type) {
        for (float exact : random(7, 20_000).data()) {
            int bits = bits(exact, type);
            double distance = Math.abs((double) number(bits, type) - exact);
            for (int other : new int[] {bits - 1, bits + 1}) {
                double further = Math.abs((double) number(other, type) - exact);
                // Below zero there is none, and beyond the largest number none either.
                assertTrue(Double.isNaN(further) || distance < further || distance == further && (bits & 1) == 0, () -> exact + " as " + type);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, F16, 3c00", "-2, F16, c000", "65504, F16, 7bff", "65519, F16, 7bff", "5.9604645e-8, F16, 0001",
        "1, BF16, 3f80", "-2, BF16, c000", "1.00390625, BF16, 3f80", "1.01171875, BF16, 3f82", "3.3895314e38, BF16, 7f7f",
        "3.4028235e38, BF16, 7f80", "NaN, BF16, 7fc0", "Infinity, BF16, 7f80", "-Infinity, F16, fc00"})
    void knownBits(float number, DType type, String hex) {
        assertEquals((short) Integer.parseInt(hex, 16), bits(number, type));
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void whatIsWrittenIsRead(DType type) throws IOException {
        Map<String, Tensor> tensors = Map.of("a", random(3, 1001));
        Path safetensors = folder.resolve("a.safetensors");
        Path pytorch = folder.resolve("a.pth");
        Checkpoint.writeSafetensors(safetensors, tensors, Map.of(), type);
        Checkpoint.writePytorch(pytorch, tensors, Map.of(), type);
        float[] expected = new float[1001];
        for (int i = 0; i < expected.length; i++) {
            float exact = tensors.get("a").data()[i];
            expected[i] = type == DType.F32 ? exact : number(bits(exact, type), type);
        }
        for (Path file : new Path[] {safetensors, pytorch}) {
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertEquals(type, checkpoint.tensors().getFirst().dtype());
                assertArrayEquals(expected, checkpoint.tensor("a").data());
            }
            assertTrue(Files.size(file) < 1001L * type.size() + 1500, "bytes of " + file + ": " + Files.size(file));
        }
    }

    @Test
    void whatATypeCannotHoldIsRefusedBeforeAFileIsThere() throws IOException {
        Map<String, Tensor> large = Map.of("large", Tensor.of(new float[] {1, -65_520}, 2));
        Path file = folder.resolve("large.safetensors");
        String message = assertThrows(IllegalArgumentException.class,
                () -> Checkpoint.writeSafetensors(file, large, Map.of(), DType.F16)).getMessage();
        assertTrue(message.contains("large") && message.contains("65504") && message.contains("-65520"), message);
        assertThrows(IllegalArgumentException.class,
                () -> Checkpoint.writePytorch(file, large, Map.of(), DType.F16));
        assertThrows(IllegalArgumentException.class,
                () -> Checkpoint.writeSafetensors(file, large, Map.of(), DType.I8));
        assertFalse(Files.exists(file));
        Checkpoint.writeSafetensors(file, large, Map.of(), DType.BF16);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertEquals(-65_536, checkpoint.tensor("large").data()[1]);
        }
    }
}
