package io.github.tsmjava.io;

import io.github.tsmjava.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A message in the wire format of Protocol Buffers, field by field. Tensors inside it are asked for when the message is
 * written, one at a time, so that a network's parameters are never in memory twice.
 *
 * <p>Source: Protocol Buffers, "Encoding".
 */
public final class ProtoMessage {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;

    private sealed interface Part {
    }

    private record Bytes(byte[] bytes) implements Part {
    }

    private record Floats(Supplier<Tensor> tensor) implements Part {
    }

    private final List<Part> parts = new ArrayList<>();
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    /** The bytes of {@link #parts}; those of {@link #tail} come on top. */
    private long finished;

    /** A message without fields. */
    public ProtoMessage() {
    }

    /** The message's length in bytes. */
    public long size() {
        return finished + tail.size();
    }

    /** A field of an integer or an enum. */
    public ProtoMessage integer(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    /** A field of type double. */
    public ProtoMessage float64(int field, double value) {
        key(field, FIXED64);
        tail.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
        return this;
    }

    /** A field of type float. */
    public ProtoMessage float32(int field, float value) {
        key(field, FIXED32);
        tail.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
        return this;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A field of text. */
    public ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of bytes. */
    public ProtoMessage bytes(int field, byte[] value) {
        key(field, LENGTH_DELIMITED);
        varint(value.length);
        tail.writeBytes(value);
        return this;
    }

    /** A field that is a message itself. */
    public ProtoMessage message(int field, ProtoMessage value) {
        key(field, LENGTH_DELIMITED);
        varint(value.size());
        if (!value.parts.isEmpty()) {
            finishTail();
            parts.addAll(value.parts);
            finished += value.finished;
        }
        tail.writeBytes(value.tail.toByteArray());
        return this;
    }

    /**
     * A field of bytes that holds little-endian float32 numbers.
     *
     * @param count  how many there are
     * @param tensor gives them
     */
    public ProtoMessage floats(int field, int count, Supplier<Tensor> tensor) {
        long length = (long) count * Float.BYTES;
        key(field, LENGTH_DELIMITED);
        varint(length);
        finishTail();
        parts.add(new Floats(tensor));
        finished += length;
        return this;
    }

    /**
     * The message in memory.
     *
     * @throws IllegalStateException if there are tensors in it, which may be too large for that
     */
    public byte[] toByteArray() {
        if (!parts.isEmpty()) {
            throw new IllegalStateException("a message with tensors can only be written to a file");
        }
        return tail.toByteArray();
    }

    /** Writes the message; the tensors are asked for now. */
    public void writeTo(FileChannel channel) throws IOException {
        finishTail();
        FloatWriter floats = new FloatWriter(channel);
        for (Part part : parts) {
            switch (part) {
                case Bytes(byte[] bytes) -> FloatWriter.writeFully(channel, ByteBuffer.wrap(bytes));
                case Floats(Supplier<Tensor> tensor) -> floats.write(tensor.get());
            }
        }
    }

    private void finishTail() {
        parts.add(new Bytes(tail.toByteArray()));
        finished += tail.size();
        tail.reset();
    }

    private void key(int field, int wireType) {
        varint((long) field << 3 | wireType);
    }

    /** Seven bits a byte, the lowest first; a negative number takes ten bytes. */
    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            tail.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        tail.write((int) rest);
    }
}
