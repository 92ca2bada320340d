package io.github.tsmjava.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.Tensor;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of the Protocol Buffers documentation, and the two types of fixed length. */
class ProtoMessageTest {

    private static void assertBytes(String hex, ProtoMessage message) {
        assertEquals(hex, HexFormat.ofDelimiter(" ").formatHex(message.toByteArray()));
        assertEquals((hex.length() + 1) / 3, message.size());
    }

    @Test
    void workedExamples() {
        ProtoMessage inner = new ProtoMessage().integer(1, 150);
        assertBytes("08 96 01", inner);
        assertBytes("12 07 74 65 73 74 69 6e 67", new ProtoMessage().text(2, "testing"));
        assertBytes("1a 03 08 96 01", new ProtoMessage().message(3, inner));
        assertBytes("08 fe ff ff ff ff ff ff ff ff 01", new ProtoMessage().integer(1, -2));
        assertBytes("15 00 00 80 3f", new ProtoMessage().float32(2, 1));
        assertBytes("09 00 00 00 00 00 00 f8 bf", new ProtoMessage().float64(1, -1.5));
        assertBytes("fa 01 00", new ProtoMessage().text(31, ""));
    }

    @Test
    void tensorsAreNotHeldInMemory() {
        ProtoMessage message = new ProtoMessage().floats(1, 2, () -> Tensor.zeros(2));
        assertEquals(10, message.size());
        assertThrows(IllegalStateException.class, message::toByteArray);
    }
}
