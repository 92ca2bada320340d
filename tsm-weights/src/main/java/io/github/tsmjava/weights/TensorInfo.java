package io.github.tsmjava.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a file says about one of its tensors.
 *
 * @param name  the name in the file
 * @param dtype the number type in the file
 * @param shape the dimensions; empty for a scalar
 */
public record TensorInfo(String name, DType dtype, List<Integer> shape) {

    /** The number types found in weights files, under the names safetensors gives them. All are read as float32. */
    public enum DType {
        F64("f8", 8), F32("f4", 4), F16("f2", 2), BF16("", 2),
        I64("i8", 8), I32("i4", 4), I16("i2", 2), I8("i1", 1), U8("u1", 1), BOOL("b1", 1);

        private final String numpy;
        private final int size;

        DType(String numpy, int size) {
            this.numpy = numpy;
            this.size = size;
        }

        /** Bytes per number. */
        public int size() {
            return size;
        }

        /** The type of a NumPy code such as {@code f4}, without its byte order. */
        static Optional<DType> ofNumpy(String code) {
            for (DType dtype : values()) {
                if (!code.isEmpty() && dtype.numpy.equals(code)) {
                    return Optional.of(dtype);
                }
            }
            return Optional.empty();
        }

        /** The type of a safetensors name such as {@code BF16}. */
        static Optional<DType> ofName(String name) {
            for (DType dtype : values()) {
                if (dtype.name().equals(name)) {
                    return Optional.of(dtype);
                }
            }
            return Optional.empty();
        }
    }

    public TensorInfo {
        shape = List.copyOf(shape);
    }

    public TensorInfo(String name, DType dtype, int... shape) {
        this(name, dtype, Arrays.stream(shape).boxed().toList());
    }

    /** The number of elements: the product of the dimensions. */
    public long size() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    }
}
