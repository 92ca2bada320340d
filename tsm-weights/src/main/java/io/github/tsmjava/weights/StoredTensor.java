package io.github.tsmjava.weights;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A view of a storage: element {@code [i, j, …]} is number {@code offset + i·strides[0] + j·strides[1] + …}. Only
 * {@link #of} makes one, so every element is known to lie in the storage before anything is allocated.
 */
final class StoredTensor {

    /** More axes than any network has. */
    static final int MOST_AXES = 16;
    /** The longest array every JVM can make. */
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

    private final TensorInfo info;
    private final Storage storage;
    private final long offset;
    private final List<Long> strides;

    private StoredTensor(TensorInfo info, Storage storage, long offset, List<Long> strides) {
        this.info = info;
        this.storage = storage;
        this.offset = offset;
        this.strides = strides;
    }

    /** A checked view; {@code name} is for the messages and may come from the file. */
    static StoredTensor of(Path file, String name, Storage storage, long offset, List<Long> shape, List<Long> strides)
            throws CheckpointException {
        List<Integer> dims = checkShape(file, name, shape);
        if (strides.size() != dims.size()) {
            throw new CheckpointException(file, "tensor %s: expected %d strides, found %d"
                    .formatted(name, dims.size(), strides.size()));
        }
        checkBounds(file, name, storage.count(), offset, dims, strides);
        StoredTensor tensor =
                new StoredTensor(new TensorInfo(name, storage.dtype(), dims), storage, offset, List.copyOf(strides));
        if (tensor.scatteredBytes() > MOST_ELEMENTS) {
            throw new CheckpointException(file, "tensor %s: expected elements within %d bytes, found them over %d"
                    .formatted(name, MOST_ELEMENTS, tensor.scatteredBytes()));
        }
        return tensor;
    }

    /** A view of a whole storage in row-major order. */
    static StoredTensor rowMajor(Path file, String name, Storage storage, List<Long> shape) throws CheckpointException {
        return of(file, name, storage, 0, shape, strides(checkShape(file, name, shape)));
    }

    /** A view of a whole storage in which the first index runs fastest, as in Fortran. */
    static StoredTensor columnMajor(Path file, String name, Storage storage, List<Long> shape)
            throws CheckpointException {
        return of(file, name, storage, 0, shape, strides(checkShape(file, name, shape).reversed()).reversed());
    }

    /** The number of elements of a shape that comes from a file. */
    static long size(Path file, String name, List<Long> shape) throws CheckpointException {
        return new TensorInfo(name, DType.F32, checkShape(file, name, shape)).size();
    }

    private static List<Long> strides(List<Integer> shape) {
        List<Long> strides = new ArrayList<>(shape.size());
        long stride = 1;
        for (int dim : shape.reversed()) {
            strides.addFirst(stride);
            stride *= Math.max(dim, 1);
        }
        return strides;
    }

    private static List<Integer> checkShape(Path file, String name, List<Long> shape) throws CheckpointException {
        if (shape.size() > MOST_AXES) {
            throw new CheckpointException(file, "tensor %s: expected at most %d axes, found %d"
                    .formatted(name, MOST_AXES, shape.size()));
        }
        long size = 1;
        List<Integer> dims = new ArrayList<>(shape.size());
        for (long dim : shape) {
            size = dim < 0 || dim > MOST_ELEMENTS ? -1 : size * Math.max(dim, 1);
            if (size < 0 || size > MOST_ELEMENTS) {
                throw new CheckpointException(file, "tensor %s: expected a shape of at most %d elements, found %s"
                        .formatted(name, MOST_ELEMENTS, shape));
            }
            dims.add((int) dim);
        }
        return dims;
    }

    private static void checkBounds(
            Path file, String name, long count, long offset, List<Integer> shape, List<Long> strides)
            throws CheckpointException {
        if (shape.contains(0)) {
            return;
        }
        long room = count - 1 - offset;
        boolean fits = offset >= 0 && room >= 0;
        for (int axis = 0; axis < shape.size() && fits; axis++) {
            int steps = shape.get(axis) - 1;
            long stride = strides.get(axis);
            fits = stride >= 0 && (steps == 0 || stride <= room / steps);
            room -= fits ? steps * stride : 0;
        }
        if (!fits) {
            throw new CheckpointException(file, "tensor %s: expected shape %s, strides %s from %d on, found %d elements"
                    .formatted(name, shape, strides, offset, count));
        }
    }

    TensorInfo info() {
        return info;
    }

    /** The first element in its own precision. */
    Object first() throws CheckpointException {
        storage.checksum().verify();
        return storage.read(offset, 1).number(0);
    }

    /** The numbers as float32 in row-major order. */
    Tensor load() throws CheckpointException {
        storage.checksum().verify();
        Tensor tensor = Tensor.zeros(info.shape().stream().mapToInt(Integer::intValue).toArray());
        if (tensor.size() == 0) {
            return tensor; // its offset may lie outside the file
        }
        if (isRowMajor()) {
            storage.copy(offset, tensor.data());
        } else {
            gather(tensor.shape(), tensor.data());
        }
        return tensor;
    }

    /** Whether the elements lie one after another; strides of axes that have one index do not matter. */
    private boolean isRowMajor() {
        List<Long> expected = strides(info.shape());
        return IntStream.range(0, expected.size())
                .allMatch(axis -> info.shape().get(axis) == 1 || strides.get(axis).equals(expected.get(axis)));
    }

    /** From the first to the last of the numbers, whether they are all elements or not; 0 if there is none. */
    private long span() {
        long span = 1;
        for (int axis = 0; axis < strides.size(); axis++) {
            span += (info.shape().get(axis) - 1) * strides.get(axis);
        }
        return info.size() == 0 ? 0 : span;
    }

    /** Bytes that are read although they may be read for other tensors, too: all of them, if elements are scattered. */
    long scatteredBytes() {
        return isRowMajor() ? 0 : span() * storage.dtype().size();
    }

    private void gather(int[] shape, float[] to) throws CheckpointException {
        Numbers numbers = storage.read(offset, (int) span());
        long[] step = strides.stream().mapToLong(Long::longValue).toArray();
        int[] index = new int[shape.length];
        long from = 0;
        for (int i = 0; i < to.length; i++) {
            to[i] = numbers.get(from);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from += step[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                from -= step[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
