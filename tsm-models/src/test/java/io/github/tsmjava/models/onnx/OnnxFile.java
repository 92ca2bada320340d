package io.github.tsmjava.models.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.Tensor;
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

/**
 * What an ONNX file says, read back by field numbers.
 *
 * @param integers constants of int64
 * @param floats   constants of float32
 * @param inputs   shapes as text, as in {@code [N, 3, 224, 224]}
 */
record OnnxFile(long irVersion, long opset, String description, Map<String, String> metadata, List<Node> nodes,
                Map<String, int[]> integers, Map<String, Tensor> floats, Map<String, String> inputs,
                Map<String, String> outputs) {

    /** @param attributes each a number or a list of them */
    record Node(String operator, String name, List<String> inputs, List<String> outputs,
                Map<String, int[]> attributes) {
    }

    /** The fields of a message in the order of the file. */
    private static final class Message {
        private final Map<Integer, List<Object>> fields = new LinkedHashMap<>();

        Message(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                long key = varint(in);
                Object value = switch ((int) (key & 7)) {
                    case 0 -> varint(in);
                    case 2 -> {
                        byte[] content = new byte[Math.toIntExact(varint(in))];
                        in.get(content);
                        yield content;
                    }
                    default -> throw new AssertionError("wire type " + (key & 7));
                };
                fields.computeIfAbsent((int) (key >>> 3), field -> new ArrayList<>()).add(value);
            }
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (next & 0x7FL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private List<Object> all(int field) {
            return fields.getOrDefault(field, List.of());
        }

        List<Message> messages(int field) {
            return all(field).stream().map(bytes -> new Message((byte[]) bytes)).toList();
        }

        Message message(int field) {
            assertEquals(1, all(field).size());
            return messages(field).getFirst();
        }

        List<String> texts(int field) {
            return all(field).stream().map(bytes -> new String((byte[]) bytes, StandardCharsets.UTF_8)).toList();
        }

        String text(int field) {
            assertEquals(1, all(field).size());
            return texts(field).getFirst();
        }

        int[] integers(int field) {
            return all(field).stream().mapToInt(value -> Math.toIntExact((Long) value)).toArray();
        }

        ByteBuffer bytes(int field) {
            assertEquals(1, all(field).size());
            return ByteBuffer.wrap((byte[]) all(field).getFirst()).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    static OnnxFile read(Path file) throws IOException {
        Message model = new Message(Files.readAllBytes(file));
        Message graph = model.message(7);
        Map<String, int[]> integers = new LinkedHashMap<>();
        Map<String, Tensor> floats = new LinkedHashMap<>();
        for (Message initializer : graph.messages(5)) {
            int[] shape = initializer.integers(1);
            switch (initializer.integers(2)[0]) {
                case 1 -> floats.put(initializer.text(8), floats(initializer.bytes(9), shape));
                case 7 -> integers.put(initializer.text(8), integers(initializer.bytes(9), shape));
                default -> throw new AssertionError("type " + initializer.integers(2)[0]);
            }
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        model.messages(14).forEach(entry -> metadata.put(entry.text(1), entry.text(2)));
        return new OnnxFile(model.integers(1)[0], model.message(8).integers(2)[0], model.text(6), metadata,
                graph.messages(1).stream().map(OnnxFile::node).toList(), integers, floats,
                ports(graph.messages(11)), ports(graph.messages(12)));
    }

    private static Tensor floats(ByteBuffer bytes, int[] shape) {
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return Tensor.of(numbers, shape);
    }

    private static int[] integers(ByteBuffer bytes, int[] shape) {
        int[] numbers = new int[shape[0]];
        assertEquals(numbers.length * Long.BYTES, bytes.remaining());
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.toIntExact(bytes.getLong());
        }
        return numbers;
    }

    private static Node node(Message node) {
        Map<String, int[]> attributes = new LinkedHashMap<>();
        for (Message attribute : node.messages(5)) {
            boolean list = attribute.integers(20)[0] == 7;
            attributes.put(attribute.text(1), attribute.integers(list ? 8 : 3));
        }
        return new Node(node.text(4), node.text(3), node.texts(1), node.texts(2), attributes);
    }

    private static Map<String, String> ports(List<Message> ports) {
        Map<String, String> shapes = new LinkedHashMap<>();
        for (Message port : ports) {
            Message tensor = port.message(2).message(1);
            assertEquals(1, tensor.integers(1)[0]);
            shapes.put(port.text(1), tensor.message(2).messages(1).stream()
                    .map(dim -> dim.texts(2).isEmpty() ? Integer.toString(dim.integers(1)[0]) : dim.text(2))
                    .toList().toString());
        }
        return shapes;
    }
}
