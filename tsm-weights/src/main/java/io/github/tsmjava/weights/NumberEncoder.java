package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** Tensors as the little-endian numbers of a file: float32, or rounded to half of its bits. {@link Numbers} reads them. */
final class NumberEncoder {

    private static final float LARGEST_FLOAT16 = 65_504;
    /** From here on a number is rounded to infinity, half a step beyond the largest one. */
    private static final float BEYOND_FLOAT16 = 65_520;

    private NumberEncoder() {
    }

    /**
     * Looks whether a type can hold all numbers, before anything is written.
     *
     * @throws IllegalArgumentException in one line, if it is no type of floating-point numbers that is written, or a
     *                                  number is too large for it
     */
    static void require(DType type, Map<String, Tensor> tensors) {
        if (type != DType.F32 && type != DType.F16 && type != DType.BF16) {
            throw new IllegalArgumentException("F32, F16 or BF16 expected, got " + type);
        }
        if (type == DType.F16) {
            tensors.forEach((name, tensor) -> {
                for (float number : tensor.data()) {
                    if (Math.abs(number) >= BEYOND_FLOAT16 && Float.isFinite(number)) {
                        throw new IllegalArgumentException("%s: numbers up to %s expected for float16, got %s; bfloat16 holds it"
                                .formatted(name, LARGEST_FLOAT16, number));
                    }
                }
            });
        }
    }

    /** All numbers of a tensor, each rounded to the nearest of the type, halves to the even one. */
    static byte[] encode(Tensor tensor, DType type) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * type.size()).order(ByteOrder.LITTLE_ENDIAN);
        if (type == DType.F32) {
            bytes.asFloatBuffer().put(tensor.data());
            return bytes.array();
        }
        for (float number : tensor.data()) {
            bytes.putShort(type == DType.F16 ? Float.floatToFloat16(number) : bfloat16(number));
        }
        return bytes.array();
    }

    /** The upper half of the bits, rounded; a number that is none stays so. */
    private static short bfloat16(float number) {
        int bits = Float.floatToIntBits(number);
        int toEven = 0x7fff + (bits >>> 16 & 1);
        return (short) ((Float.isNaN(number) ? bits : bits + toEven) >>> 16);
    }
}
