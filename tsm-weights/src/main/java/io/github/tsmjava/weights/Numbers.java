package io.github.tsmjava.weights;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Numbers of one type in memory. */
final class Numbers {

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final MemorySegment bytes;
    private final DType dtype;
    private final ByteOrder order;

    Numbers(byte[] bytes, DType dtype, ByteOrder order) {
        this.bytes = MemorySegment.ofArray(bytes);
        this.dtype = dtype;
        this.order = order;
    }

    /** The number itself: a Long, a Double or a Boolean. */
    Object number(long index) {
        return switch (dtype) {
            case F64 -> Double.longBitsToDouble(int64(index));
            case F32, F16, BF16 -> (double) get(index);
            case I64 -> int64(index);
            case I32 -> (long) int32(index);
            case I16, I8, U8 -> (long) get(index);
            case BOOL -> get(index) != 0;
        };
    }

    float get(long index) {
        return switch (dtype) {
            case F64 -> (float) Double.longBitsToDouble(int64(index));
            case F32 -> Float.intBitsToFloat(int32(index));
            case F16 -> Float.float16ToFloat(int16(index));
            case BF16 -> Float.intBitsToFloat(int16(index) << 16);
            case I64 -> int64(index);
            case I32 -> int32(index);
            case I16 -> int16(index);
            case I8 -> bytes.get(JAVA_BYTE, index);
            case U8 -> Byte.toUnsignedInt(bytes.get(JAVA_BYTE, index));
            case BOOL -> bytes.get(JAVA_BYTE, index) != 0 ? 1 : 0;
        };
    }

    /** Fills a part of an array with the first numbers. */
    void copy(float[] to, int at, int count) {
        if (dtype == DType.F32) {
            MemorySegment.copy(bytes, FLOAT.withOrder(order), 0, to, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            to[at + i] = get(i);
        }
    }

    private boolean swapped() {
        return order == ByteOrder.BIG_ENDIAN;
    }

    private short int16(long index) {
        short value = bytes.get(SHORT, index * Short.BYTES);
        return swapped() ? Short.reverseBytes(value) : value;
    }

    private int int32(long index) {
        int value = bytes.get(INT, index * Integer.BYTES);
        return swapped() ? Integer.reverseBytes(value) : value;
    }

    private long int64(long index) {
        long value = bytes.get(LONG, index * Long.BYTES);
        return swapped() ? Long.reverseBytes(value) : value;
    }
}
