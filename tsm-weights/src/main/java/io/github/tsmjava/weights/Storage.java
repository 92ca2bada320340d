package io.github.tsmjava.weights;

import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.nio.ByteOrder;

/** A run of numbers of one type in a file. Tensors are views of storages. */
record Storage(FileBytes bytes, DType dtype, ByteOrder order, Checksum checksum) {

    Storage(FileBytes bytes, DType dtype, ByteOrder order) {
        this(bytes, dtype, order, Checksum.NONE);
    }

    Storage(FileBytes bytes, DType dtype) {
        this(bytes, dtype, ByteOrder.LITTLE_ENDIAN);
    }

    long count() {
        return bytes.size() / dtype.size();
    }

    /** The same bytes read as another type. */
    Storage as(DType other) {
        return new Storage(bytes, other, order, checksum);
    }

    Storage slice(long from, long count) {
        return new Storage(bytes.slice(from * dtype.size(), count * dtype.size()), dtype, order, checksum);
    }

    /** Some of the numbers, read from the file. */
    Numbers read(long first, int count) throws CheckpointException {
        return new Numbers(bytes.copy(first * dtype.size(), Math.multiplyExact(count, dtype.size())), dtype, order);
    }

    /** Fills an array with the numbers from {@code first} on. */
    void copy(long first, float[] to) throws CheckpointException {
        int atOnce = Math.min(FileBytes.CHUNK / dtype.size(), to.length);
        byte[] chunk = new byte[atOnce * dtype.size()];
        Numbers numbers = new Numbers(chunk, dtype, order);
        for (int at = 0; at < to.length; at += atOnce) {
            int count = Math.min(atOnce, to.length - at);
            bytes.copy((first + at) * dtype.size(), chunk, count * dtype.size());
            numbers.copy(to, at, count);
        }
    }
}
