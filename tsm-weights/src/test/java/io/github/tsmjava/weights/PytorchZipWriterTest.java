package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PytorchZipWriterTest {

    private static final int LOCAL_HEADER = 0x04034b50;

    @TempDir
    private Path folder;

    private static Map<String, Tensor> tensors(Random random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        int count = random.nextInt(20);
        for (int i = 0; i < count; i++) {
            int[] shape = random.ints(random.nextInt(5), 0, 6).toArray();
            Tensor tensor = Tensor.zeros(shape);
            for (int k = 0; k < tensor.size(); k++) {
                tensor.data()[k] = Float.intBitsToFloat(random.nextInt());
            }
            tensors.put("layer%d.名.weight".formatted(i), tensor);
            tensors.put("layer%d.num_batches_tracked".formatted(i), Tensor.of(new float[] {random.nextInt(1 << 20)}));
        }
        tensors.put("last.bias", Tensor.of(new float[] {Float.NaN, -0f, Float.MIN_VALUE}, 3));
        return tensors;
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("labels", "wave\nswipe 左");
        metadata.put("arch", "resnet50");
        for (int seed = 0; seed < 50; seed++) {
            Map<String, Tensor> tensors = tensors(new Random(seed));
            Path file = folder.resolve("a.pth");
            Checkpoint.writePytorch(file, tensors, metadata);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertEquals(Checkpoint.Format.PYTORCH_ZIP, checkpoint.format());
                assertEquals(metadata, checkpoint.metadata());
                assertEquals(List.copyOf(tensors.keySet()),
                        checkpoint.tensors().stream().map(TensorInfo::name).toList());
                for (TensorInfo info : checkpoint.tensors()) {
                    Tensor expected = tensors.get(info.name());
                    assertEquals(info.name().endsWith("num_batches_tracked") ? DType.I64 : DType.F32, info.dtype());
                    assertArrayEquals(expected.shape(), checkpoint.tensor(info.name()).shape());
                    assertArrayEquals(bits(expected), bits(checkpoint.tensor(info.name())), info.name());
                }
            }
        }
    }

    private static int[] bits(Tensor tensor) {
        int[] bits = new int[tensor.size()];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(tensor.data()[i]);
        }
        return bits;
    }

    @Test
    void entriesLieAsPytorchLaysThem() throws IOException {
        Path file = folder.resolve("a.pth");
        Checkpoint.writePytorch(file, tensors(new Random(3)), Map.of());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> names = new ArrayList<>();
        int position = 0;
        while (bytes.getInt(position) == LOCAL_HEADER) {
            byte[] name = new byte[bytes.getShort(position + 26)];
            bytes.get(position + 30, name);
            names.add(new String(name, StandardCharsets.UTF_8));
            assertEquals(0, bytes.getShort(position + 8), "compressed");
            int start = position + 30 + name.length + bytes.getShort(position + 28);
            assertEquals(0, start % 64);
            position = start + bytes.getInt(position + 18);
        }
        assertEquals("archive/data.pkl", names.getFirst());
        assertTrue(names.containsAll(List.of("archive/byteorder", "archive/data/0", "archive/version")),
                names.toString());
    }

    @Test
    void equalTensorsGiveEqualBytes() throws IOException {
        Path first = folder.resolve("a.pth");
        Path second = folder.resolve("b.pth");
        Checkpoint.writePytorch(first, tensors(new Random(4)), Map.of("a", "b"));
        Checkpoint.writePytorch(second, tensors(new Random(4)), Map.of("a", "b"));
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @Test
    void textCannotTakeThePlaceOfTheTensors() {
        Path file = folder.resolve("a.pth");
        assertThrows(IllegalArgumentException.class, () -> Checkpoint.writePytorch(
                file, tensors(new Random(1)), Map.of("state_dict", "")));
        assertTrue(Files.notExists(file));
    }
}
