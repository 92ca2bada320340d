package io.github.tsmjava.tensor.kernel.gradient;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.base.Scratch;
import io.github.tsmjava.tensor.kernel.depthwise.PhaseLayout;
import java.util.Arrays;

/**
 * Both operands of a weight gradient, laid out so that it is a matrix product over pixels: {@code dw[o, c, tap] = sum
 * over p of gradients[gradientStart(o) + p] * inputs[inputStart(c, tap) + p]}. {@link WeightGradient} and
 * {@code WideWeightGradient} read them.
 *
 * <p>Inputs are copied with a border of zeros, as {@link PhaseLayout} says; gradients with gaps of zeros, so that rows
 * and images have the same distance as in the inputs. Pointwise convolutions of large planes are read in place. The
 * pixels are split into chunks whose operands fit the first-level cache.
 */
public abstract class WeightGradientOperands {

    /** Pixels of a chunk: with eight columns and four rows, 24 KiB. */
    private static final int CHUNK = 512;
    /** Elements copied at a time, so that they stay in a shared cache. */
    private static final int COPIED = 1 << 22;

    final ConvShape s;
    final int lanes;
    private int[] gradientAt;
    private int[] inputAt;
    private int[] lengths;
    private int chunks;

    private WeightGradientOperands(ConvShape s, int lanes) {
        this.s = s;
        this.lanes = lanes;
    }

    static WeightGradientOperands of(ConvShape shape, int lanes) {
        ConvShape s = flat(shape);
        boolean large = s.pointwise() && s.inPlane() % lanes == 0 && s.inPlane() >= CHUNK / 2;
        return large ? new InPlace(s, lanes) : new Padded(s, lanes);
    }

    /** The operands of all images at once. */
    public static WeightGradientOperands ofAllImages(ConvShape shape) {
        return new Padded(flat(shape), 1);
    }

    /** Whether all images can be copied at once. */
    public static boolean holdsAllImages(ConvShape shape) {
        return perImage(flat(shape)) <= COPIED / shape.batch();
    }

    private static int perImage(ConvShape s) {
        PhaseLayout one = new PhaseLayout(s, 1);
        return s.inChannels() * one.size() + s.outChannels() * one.planeSize();
    }

    /** A pointwise convolution does not depend on rows: each plane is one. */
    private static ConvShape flat(ConvShape s) {
        return !s.pointwise() ? s : new ConvShape(
                s.batch(), s.inChannels(), 1, s.inPlane(), s.outChannels(), 1, 1, 1, 1, 0, 0, s.groups());
    }

    /** Lays out the next images; false if there are no more. */
    public abstract boolean next(float[] x, float[] dy, WorkerPool pool);

    public abstract float[] gradients();

    public abstract float[] inputs();

    /** Where the gradients of an output channel begin, relative to a chunk's {@link #gradientAt}. */
    public abstract int gradientStart(int channel);

    /** Where the inputs of a channel under a tap begin, relative to a chunk's {@link #inputAt}. */
    public abstract int inputStart(int channel, int tap);

    /** The pixels of all chunks together, zeros included. */
    public final int length() {
        return Arrays.stream(lengths, 0, chunks).sum();
    }

    final int chunks() {
        return chunks;
    }

    final int gradientAt(int chunk) {
        return gradientAt[chunk];
    }

    final int inputAt(int chunk) {
        return inputAt[chunk];
    }

    final int length(int chunk) {
        return lengths[chunk];
    }

    /** Splits {@code count} pixels into chunks of about equal length. */
    private void split(int gradient, int input, int count) {
        int wanted = Math.ceilDiv(count, CHUNK);
        int length = Math.ceilDiv(count, wanted * lanes) * lanes;
        for (int done = 0; done < count; done += length) {
            if (chunks == lengths.length) {
                gradientAt = Arrays.copyOf(gradientAt, 2 * chunks);
                inputAt = Arrays.copyOf(inputAt, 2 * chunks);
                lengths = Arrays.copyOf(lengths, 2 * chunks);
            }
            gradientAt[chunks] = gradient + done;
            inputAt[chunks] = input + done;
            lengths[chunks++] = Math.min(length, count - done);
        }
    }

    private void clear() {
        chunks = 0;
        gradientAt = new int[16];
        inputAt = new int[16];
        lengths = new int[16];
    }

    /** Planes that are read in place. */
    private static final class InPlace extends WeightGradientOperands {

        private float[] x;
        private float[] dy;

        InPlace(ConvShape s, int lanes) {
            super(s, lanes);
        }

        @Override
        public boolean next(float[] input, float[] gradient, WorkerPool pool) {
            boolean first = x == null;
            x = input;
            dy = gradient;
            super.clear();
            for (int image = 0; image < s.batch(); image++) {
                super.split(image * s.outChannels() * s.outPlane(), image * s.inChannels() * s.inPlane(), s.outPlane());
            }
            return first;
        }

        @Override
        public float[] gradients() {
            return dy;
        }

        @Override
        public float[] inputs() {
            return x;
        }

        @Override
        public int gradientStart(int channel) {
            return channel * s.outPlane();
        }

        @Override
        public int inputStart(int channel, int tap) {
            return channel * s.inPlane();
        }
    }

    /** Some images at a time, copied. */
    private static final class Padded extends WeightGradientOperands {

        private final int together;
        private final PhaseLayout layout;
        private final int plane;
        private final int[] tapOffsets;
        private final int inputSize;
        private final int gradientSize;
        private final float[] inputs;
        private final float[] gradients;
        private int image;

        Padded(ConvShape s, int lanes) {
            super(s, lanes);
            together = Math.clamp(COPIED / perImage(s), 1, s.batch());
            layout = new PhaseLayout(s, together);
            plane = layout.planeSize();
            tapOffsets = layout.tapOffsets();
            // Reading the last phase at the largest offset must not reach the next channel.
            int reach = Arrays.stream(tapOffsets).map(offset -> offset % (together * plane)).max().orElseThrow();
            inputSize = layout.size() + reach + lanes;
            gradientSize = together * plane + lanes;
            inputs = Scratch.INPUTS.get(Math.multiplyExact(s.inChannels(), inputSize));
            gradients = Scratch.GRADIENTS.get(Math.multiplyExact(s.outChannels(), gradientSize));
        }

        @Override
        public boolean next(float[] x, float[] dy, WorkerPool pool) {
            int first = image;
            int count = Math.min(together, s.batch() - first);
            if (count == 0) {
                return false;
            }
            pool.forEach(s.inChannels() + s.outChannels(), task -> {
                if (task < s.inChannels()) {
                    copyInput(x, task, first, count);
                } else {
                    copyGradient(dy, task - s.inChannels(), first, count);
                }
            });
            super.clear();
            super.split(0, 0, Math.ceilDiv(count * plane, lanes) * lanes);
            image += count;
            return true;
        }

        private void copyInput(float[] x, int channel, int first, int count) {
            int at = channel * inputSize;
            if (image == 0) {
                Arrays.fill(inputs, at, at + inputSize, 0f);
            }
            for (int i = 0; i < count; i++) {
                int from = ((first + i) * s.inChannels() + channel) * s.inPlane();
                layout.fill(x, from, inputs, at + i * plane);
            }
        }

        private void copyGradient(float[] dy, int channel, int first, int count) {
            int at = channel * gradientSize;
            // All of it: there may have been more images before this one.
            Arrays.fill(gradients, at, at + gradientSize, 0f);
            int width = s.outWidth();
            for (int i = 0; i < count; i++) {
                int from = ((first + i) * s.outChannels() + channel) * s.outPlane();
                for (int row = 0; row < s.outHeight(); row++) {
                    System.arraycopy(dy, from + row * width, gradients, at + i * plane + row * layout.pitch(), width);
                }
            }
        }

        @Override
        public float[] gradients() {
            return gradients;
        }

        @Override
        public float[] inputs() {
            return inputs;
        }

        @Override
        public int gradientStart(int channel) {
            return channel * gradientSize;
        }

        @Override
        public int inputStart(int channel, int tap) {
            return channel * inputSize + tapOffsets[tap];
        }
    }
}
