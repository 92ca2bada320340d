package io.github.tsmjava.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any fields, one in the other in any order, are found again in what is written. The number of a field says its kind.
 */
class ProtoMessageFuzzTest {

    private static final int KINDS = 6;
    private static final int MESSAGE = 5;

    @TempDir
    private Path folder;

    static Stream<byte[]> fields() {
        return Stream.of("05 02 01 96", "05 07 ff ff ff ff ff ff ff", "00 07 3f f0 00 00 00 00 00", "01 04 3f 80 00 00",
                "02 03 61 62 63", "03 02 05 01 07", "04 03 05 01 07", "82 03 61 62 63",
                "04 06 03 01 04 02 03 02 05 01 01",
                "04 08 04 06 04 04 03 01 05 01 05 01 07").map(HexFormat.ofDelimiter(" ")::parseHex);
    }

    @MethodSource("fields")
    @FuzzTest(maxDuration = "1h")
    void message(byte[] bytes) throws IOException {
        List<String> said = new ArrayList<>();
        ProtoMessage message = message(ByteBuffer.wrap(bytes), said);
        Path file = folder.resolve("fuzzed.bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            message.writeTo(channel);
        }
        byte[] written = Files.readAllBytes(file);
        assertEquals(written.length, message.size());
        List<String> found = new ArrayList<>();
        read(ByteBuffer.wrap(written), found);
        assertEquals(said, found);
    }

    /** Each field is a byte for its number, a byte for its length, and its content. */
    private static ProtoMessage message(ByteBuffer in, List<String> said) {
        ProtoMessage message = new ProtoMessage();
        while (in.remaining() > 1) {
            int field = 1 + (in.get() & 0xff);
            byte[] content = new byte[Math.min(in.get() & 0xff, in.remaining())];
            in.get(content);
            long number = 0;
            for (byte b : content) {
                number = number << Byte.SIZE | b & 0xff;
            }
            if (field % KINDS == MESSAGE) {
                said.add(field + "{");
                message.message(field, message(ByteBuffer.wrap(content), said));
                said.add("}");
                continue;
            }
            said.add(field + "=" + switch (field % KINDS) {
                case 0 -> {
                    message.integer(field, number);
                    yield number;
                }
                case 1 -> {
                    message.float64(field, number);
                    yield (double) number;
                }
                case 2 -> {
                    message.float32(field, number);
                    yield (float) number;
                }
                case 3 -> {
                    message.bytes(field, content);
                    yield HexFormat.of().formatHex(content);
                }
                default -> {
                    float[] numbers = new float[content.length];
                    ByteBuffer floats = littleEndian(new byte[numbers.length * Float.BYTES]);
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = content[i];
                        floats.putFloat(content[i]);
                    }
                    message.floats(field, numbers.length, () -> Tensor.of(numbers, numbers.length));
                    yield HexFormat.of().formatHex(floats.array());
                }
            });
        }
        return message;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void read(ByteBuffer in, List<String> found) {
        in.order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            long field = key >>> 3;
            switch ((int) key & 7) {
                case 0 -> found.add(field + "=" + varint(in));
                case 1 -> found.add(field + "=" + in.getDouble());
                case 5 -> found.add(field + "=" + in.getFloat());
                case 2 -> {
                    byte[] content = new byte[Math.toIntExact(varint(in))];
                    in.get(content);
                    if (field % KINDS == MESSAGE) {
                        found.add(field + "{");
                        read(ByteBuffer.wrap(content), found);
                        found.add("}");
                    } else {
                        found.add(field + "=" + HexFormat.of().formatHex(content));
                    }
                }
                default -> throw new AssertionError("wire type " + (key & 7));
            }
        }
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new AssertionError("more than ten bytes");
    }
}
