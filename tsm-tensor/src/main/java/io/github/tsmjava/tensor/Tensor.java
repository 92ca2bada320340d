package io.github.tsmjava.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An n-dimensional array of float32 elements in row-major order, always contiguous.
 *
 * <p>The shape never changes; the elements may, through {@link #data()}. {@link #reshape} shares them, every other
 * method that returns a tensor copies them. Nothing needs closing. Reading one tensor from many threads is safe.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="tensor"}
 */
public final class Tensor {

    private final float[] data;
    private final int[] shape;

    private Tensor(float[] data, int[] shape) {
        this.data = data;
        this.shape = shape;
    }

    /** A tensor of zeros. */
    public static Tensor zeros(int... shape) {
        int[] own = shape.clone();
        return new Tensor(new float[size(own)], own);
    }

    /**
     * A tensor over the given array, which is not copied.
     *
     * @throws ShapeException if the array's length is not the product of the dimensions
     */
    public static Tensor of(float[] data, int... shape) {
        int[] own = shape.clone();
        int size = size(own);
        ShapeException.require(size == data.length,
                "shape %s needs %d elements, got %d", Arrays.toString(own), size, data.length);
        return new Tensor(data, own);
    }

    /**
     * The number of elements of a shape; 1 for the empty shape of a scalar.
     *
     * @throws ShapeException if a dimension is negative or the product exceeds the length of a Java array
     */
    public static int size(int... shape) {
        long size = 1;
        for (int dim : shape) {
            ShapeException.require(dim >= 0, "negative dimension %d in shape %s", dim, Arrays.toString(shape));
            size *= dim;
            ShapeException.require(size <= Integer.MAX_VALUE - 8,
                    "shape %s has more than %d elements", Arrays.toString(shape), Integer.MAX_VALUE - 8);
        }
        return (int) size;
    }

    /** The elements themselves, not a copy. */
    public float[] data() {
        return data;
    }

    /** A copy of the shape. */
    public int[] shape() {
        return shape.clone();
    }

    /** The number of axes; 0 for a scalar. */
    public int rank() {
        return shape.length;
    }

    /** The number of elements: the product of all dimensions. */
    public int size() {
        return data.length;
    }

    /** The length of one axis; negative axes count from the end. */
    public int dim(int axis) {
        return shape[axis < 0 ? axis + shape.length : axis];
    }

    /** Whether both have the same dimensions in the same order. */
    public boolean sameShape(Tensor other) {
        return Arrays.equals(shape, other.shape);
    }

    /** Whether the dimensions are exactly these. */
    public boolean hasShape(int... expected) {
        return Arrays.equals(shape, expected);
    }

    /** The element at the given index, one coordinate for each axis. */
    public float get(int... index) {
        return data[offset(index)];
    }

    /** Replaces the element at the given index, one coordinate for each axis. */
    public void set(float value, int... index) {
        data[offset(index)] = value;
    }

    private int offset(int[] index) {
        ShapeException.require(index.length == shape.length,
                "index %s has %d coordinates, the tensor has %d axes",
                Arrays.toString(index), index.length, shape.length);
        int offset = 0;
        for (int axis = 0; axis < shape.length; axis++) {
            offset = offset * shape[axis] + Objects.checkIndex(index[axis], shape[axis]);
        }
        return offset;
    }

    /**
     * The same elements under another shape; one dimension may be -1 and is then computed.
     *
     * @throws ShapeException if the number of elements differs
     */
    public Tensor reshape(int... newShape) {
        int[] own = newShape.clone();
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < own.length; axis++) {
            if (own[axis] == -1) {
                ShapeException.require(open < 0, "more than one -1 in %s", Arrays.toString(newShape));
                open = axis;
            } else {
                known *= own[axis];
            }
        }
        if (open >= 0) {
            ShapeException.require(known > 0 && data.length % known == 0,
                    "cannot reshape %s to %s", Arrays.toString(shape), Arrays.toString(newShape));
            own[open] = (int) (data.length / known);
        }
        ShapeException.require(size(own) == data.length,
                "cannot reshape %s to %s: %d elements against %d",
                Arrays.toString(shape), Arrays.toString(newShape), data.length, size(own));
        return new Tensor(data, own);
    }

    /** A tensor of the same shape over a copy of the elements. */
    public Tensor copy() {
        return new Tensor(data.clone(), shape);
    }

    /**
     * Rows {@code from} to {@code to} (exclusive) of the first axis.
     *
     * @throws IndexOutOfBoundsException if the range is not within the axis
     */
    public Tensor slice(int from, int to) {
        ShapeException.require(shape.length > 0, "cannot slice a scalar");
        Objects.checkFromToIndex(from, to, shape[0]);
        int row = shape[0] == 0 ? 0 : data.length / shape[0];
        int[] own = shape.clone();
        own[0] = to - from;
        return new Tensor(Arrays.copyOfRange(data, from * row, to * row), own);
    }

    /**
     * Joins tensors along the first axis.
     *
     * @throws ShapeException if the other axes differ
     */
    public static Tensor concat(List<Tensor> parts) {
        ShapeException.require(!parts.isEmpty(), "nothing to concatenate");
        int[] own = parts.getFirst().shape.clone();
        ShapeException.require(own.length > 0, "cannot concatenate scalars");
        own[0] = 0;
        for (Tensor part : parts) {
            ShapeException.require(part.rank() == own.length
                            && Arrays.equals(part.shape, 1, own.length, own, 1, own.length),
                    "cannot concatenate %s and %s", parts.getFirst(), part);
            own[0] = Math.addExact(own[0], part.shape[0]);
        }
        Tensor result = zeros(own);
        int offset = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.data, 0, result.data, offset, part.data.length);
            offset += part.data.length;
        }
        return result;
    }

    /**
     * Reorders the axes: {@code result[i_order[0], i_order[1], …] = this[i_0, i_1, …]}.
     *
     * @param order for each axis of the result, the axis of this tensor it comes from
     * @throws ShapeException if {@code order} is not a permutation of the axes
     */
    public Tensor permute(int... order) {
        int rank = shape.length;
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        for (int axis = 0; axis < Math.max(rank, sorted.length); axis++) {
            ShapeException.require(sorted.length == rank && sorted[axis] == axis,
                    "%s is not an order of the %d axes", Arrays.toString(order), rank);
        }
        int[] strides = new int[rank];
        for (int axis = rank - 1, stride = 1; axis >= 0; stride *= shape[axis--]) {
            strides[axis] = stride;
        }
        int[] own = new int[rank];
        int[] step = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            own[axis] = shape[order[axis]];
            step[axis] = strides[order[axis]];
        }
        float[] out = new float[data.length];
        int[] index = new int[rank];
        int from = 0;
        for (int to = 0; to < out.length; to++) {
            out[to] = data[from];
            for (int axis = rank - 1; axis >= 0; axis--) {
                from += step[axis];
                if (++index[axis] < own[axis]) {
                    break;
                }
                from -= step[axis] * own[axis];
                index[axis] = 0;
            }
        }
        return new Tensor(out, own);
    }

    /**
     * The shape, then the elements with four digits: {@code [2, 2] [[1, 0.5], [-1, 2.25]]}. Of long axes
     * only both ends are shown.
     */
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
