package io.github.tsmjava.tensor;

import java.util.Arrays;
import java.util.Locale;

/** A tensor for people: its shape, then its elements, axis by axis, long axes shortened. */
final class TensorText {

    /** So many elements are shown at either end of a long axis, and of an axis in front of the last two. */
    private static final int EDGE = 3;
    private static final int OUTER_EDGE = 1;

    private final Tensor tensor;
    private final int[] strides;
    private final StringBuilder text = new StringBuilder();

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        strides = new int[tensor.rank()];
        for (int axis = strides.length - 1, stride = 1; axis >= 0; stride *= tensor.dim(axis--)) {
            strides[axis] = stride;
        }
    }

    static String shape(Tensor tensor) {
        return Arrays.toString(tensor.shape());
    }

    static String of(Tensor tensor) {
        TensorText printed = new TensorText(tensor);
        printed.text.append(shape(tensor)).append(' ');
        printed.append(0, 0);
        return printed.text.toString();
    }

    /** The elements from an offset on, along this axis and those behind it. */
    private void append(int axis, int offset) {
        if (axis == strides.length) {
            text.append(number(tensor.data()[offset]));
            return;
        }
        int length = tensor.dim(axis);
        int edge = axis < strides.length - 2 ? OUTER_EDGE : EDGE;
        text.append('[');
        for (int i = 0; i < length; i++) {
            if (length > 2 * edge && i == edge) {
                text.append(", …");
                i = length - edge;
            }
            text.append(i == 0 ? "" : ", ");
            append(axis + 1, offset + i * strides[axis]);
        }
        text.append(']');
    }

    /** At most four digits that count: enough to compare by eye. */
    private static String number(float value) {
        if (!Float.isFinite(value)) {
            return Float.toString(value);
        }
        String digits = String.format(Locale.ROOT, "%.4g", value);
        int exponent = digits.indexOf('e');
        String mantissa = exponent < 0 ? digits : digits.substring(0, exponent);
        String shortest = mantissa.contains(".") ? mantissa.replaceFirst("\\.?0+$", "") : mantissa;
        return shortest + (exponent < 0 ? "" : digits.substring(exponent));
    }
}
