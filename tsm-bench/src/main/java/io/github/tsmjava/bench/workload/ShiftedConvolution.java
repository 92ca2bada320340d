package io.github.tsmjava.bench.workload;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvAlgorithm;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import io.github.tsmjava.tensor.kernel.blocked.BlockedConvolution;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvQuads;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.FoldOffsets;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The 1×1 convolution of a block on a clip of eight frames, with the shift in front of it in one of its forms:
 *
 * <table>
 * <caption>Forms</caption>
 * <tr><td>{@code conv}</td><td>no shift, on maps as tensors have them, NCHW</td></tr>
 * <tr><td>{@code copy}</td><td>the same behind a shift that copies all maps</td></tr>
 * <tr><td>{@code in-place}</td><td>the same behind a shift that moves the two groups within the maps</td></tr>
 * <tr><td>{@code plan}</td><td>no shift, on blocked maps, as a compiled plan has them</td></tr>
 * <tr><td>{@code fused}</td><td>the same with the shift as other addresses for the two groups</td></tr>
 * <tr><td>{@code copy-alone}, {@code in-place-alone}</td><td>no convolution</td></tr>
 * <tr><td>{@code planted}</td><td>{@code plan} behind a copy of a tenth of the maps: a loss to be found</td></tr>
 * </table>
 *
 * Behind a slash may stand the divisor, one part of the channels that moves each way: {@code copy/4}; it is 8 else.
 */
public final class ShiftedConvolution {

    /** T. */
    public static final int SEGMENTS = 8;
    /** All forms, without divisors. */
    public static final List<String> FORMS =
            List.of("conv", "copy", "in-place", "plan", "fused", "copy-alone", "in-place-alone", "planted");

    private static final int USUAL_DIV = 8;
    private static final int PLANTED_PART = 10;
    private static final int BIAS_SLACK = 64;

    private final String form;
    private final Shift shift;
    private final Tensor x;
    private final Tensor shifted;
    private final float[] weight;
    private final float[] y;
    private final ConvShape shape;
    private final ConvAlgorithm algorithm;
    private final float[] blocked;
    private final float[] blockedY;
    private final BlockedConvolution convolution;
    private final ConvQuads.Table[] tables;

    private ShiftedConvolution(int channels, int side, int outputs, String form, int div) {
        this.form = form;
        shift = Shift.bidirectional(div);
        x = random(SEGMENTS, channels, side, side);
        shifted = Tensor.zeros(x.shape());
        weight = random(outputs, channels).data();
        y = new float[SEGMENTS * outputs * side * side];
        shape = new ConvShape(SEGMENTS, channels, side, side, outputs, 1, 1, 1, 1, 0, 0, 1);
        algorithm = Kernels.get().convolution(shape);

        BlockedKernels kernels = Kernels.get().blocked();
        Maps from = new Maps(SEGMENTS, channels, side, side, 0, 0, kernels.lanes());
        Maps to = new Maps(SEGMENTS, outputs, side, side, 0, 0, kernels.lanes());
        int fold = form.equals("fused") ? shift.fold(channels) : 0;
        ConvQuads quads = ConvQuads.blocked(from, 1, 0,
                new FoldOffsets(fold, shift.first(), shift.second(), SEGMENTS, false));
        tables = quads.tables(SEGMENTS, kernels);
        // Whole tiles read it.
        float[] bias = new float[outputs + BIAS_SLACK];
        convolution = new BlockedConvolution(kernels, quads, 0, from.rowStride(), from.lanes(), from.frameStride(), to,
                null, true, weight, new Epilogue(bias, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
        blocked = blocked(x, from);
        blockedY = new float[to.size()];
    }

    /**
     * A convolution.
     *
     * @param map  channels, side and channels behind the convolution: {@code 256x56x64}
     * @param form one of the table above
     * @throws IllegalArgumentException if there is no such form
     */
    public static ShiftedConvolution of(String map, String form) {
        int[] sizes = sizes(map);
        int slash = form.indexOf('/');
        String name = slash < 0 ? form : form.substring(0, slash);
        if (!FORMS.contains(name) || sizes.length != 3) {
            throw new IllegalArgumentException("expected a form among %s on maps such as 256x56x64, found %s on %s"
                    .formatted(FORMS, form, map));
        }
        return new ShiftedConvolution(sizes[0], sizes[1], sizes[2], name,
                slash < 0 ? USUAL_DIV : Integer.parseInt(form.substring(slash + 1)));
    }

    private static Tensor random(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextDouble(-1, 1);
        }
        return tensor;
    }

    private static float[] blocked(Tensor x, Maps maps) {
        float[] blocked = new float[maps.size()];
        int height = x.dim(2);
        int width = x.dim(3);
        for (int i = 0; i < x.size(); i++) {
            int plane = i / (height * width);
            int row = i / width % height;
            blocked[plane / x.dim(1) * maps.frameStride() + maps.channel(plane % x.dim(1)) + maps.pixel(row, i % width)]
                    = x.data()[i];
        }
        return blocked;
    }

    /** One call; what comes out, in the layout of the form. */
    public float[] run(WorkerPool pool) {
        switch (form) {
            case "conv" -> algorithm.run(shape, x.data(), weight, null, y, pool);
            case "copy" -> {
                shift.apply(x, SEGMENTS, shifted);
                algorithm.run(shape, shifted.data(), weight, null, y, pool);
            }
            case "in-place" -> {
                shift.applyInPlace(x, SEGMENTS);
                algorithm.run(shape, x.data(), weight, null, y, pool);
            }
            case "copy-alone" -> shift.apply(x, SEGMENTS, shifted);
            case "in-place-alone" -> shift.applyInPlace(x, SEGMENTS);
            case "planted" -> {
                System.arraycopy(blocked, 0, shifted.data(), 0, x.size() / PLANTED_PART);
                convolution.run(tables, blocked, 0, null, 0, blockedY, 0, pool);
            }
            default -> convolution.run(tables, blocked, 0, null, 0, blockedY, 0, pool);
        }
        return form.equals("copy-alone") ? shifted.data() : form.equals("in-place-alone") ? x.data()
                : onTensors() ? y : blockedY;
    }

    private boolean onTensors() {
        return List.of("conv", "copy", "in-place").contains(form);
    }

    /**
     * Bytes of the maps in front of the convolution.
     *
     * @param map as for {@link #of}
     */
    public static long bytes(String map) {
        int[] sizes = sizes(map);
        return (long) Float.BYTES * SEGMENTS * sizes[0] * sizes[1] * sizes[1];
    }

    private static int[] sizes(String map) {
        return Arrays.stream(map.split("x")).mapToInt(Integer::parseInt).toArray();
    }
}
