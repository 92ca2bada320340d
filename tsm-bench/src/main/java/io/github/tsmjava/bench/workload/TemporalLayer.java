package io.github.tsmjava.bench.workload;

import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;
import java.util.List;

/** A layer that sees time, or does not, on a clip of eight frames with as many channels behind it as in front. */
public enum TemporalLayer {

    CONV2D_1X1("conv2d-1x1", "1×1"),
    SHIFT_1X1("shift-1x1", "shift, 1×1"),
    CONV3D_3X1X1("conv3d-3x1x1", "3×1×1"),
    CONV2D_3X3("conv2d-3x3", "3×3"),
    SHIFT_3X3("shift-3x3", "shift, 3×3"),
    CONV2PLUS1D("conv2plus1d", "(2+1)D"),
    CONV3D_3X3X3("conv3d-3x3x3", "3×3×3");

    private static final int SEGMENTS = 8;
    private static final int TAPS = 3;
    private static final int SHIFT_DIV = 8;

    private final String form;
    private final String title;

    TemporalLayer(String form, String title) {
        this.form = form;
        this.title = title;
    }

    /** @throws IllegalArgumentException if there is none of this form; names those there are */
    public static TemporalLayer named(String form) {
        return Arrays.stream(values()).filter(layer -> layer.form.equals(form)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected a layer among %s, found %s".formatted(
                        Arrays.stream(values()).map(TemporalLayer::form).toList(), form)));
    }

    /** As in the parameter of the benchmark. */
    public String form() {
        return form;
    }

    /** As in tables. */
    public String title() {
        return title;
    }

    /** The 2-D convolution that sees as much of a frame and nothing of time. */
    public TemporalLayer plain() {
        return switch (this) {
            case CONV2D_1X1, SHIFT_1X1, CONV3D_3X1X1 -> CONV2D_1X1;
            case CONV2D_3X3, SHIFT_3X3, CONV2PLUS1D, CONV3D_3X3X3 -> CONV2D_3X3;
        };
    }

    /**
     * The input of a layer, zeros.
     *
     * @param map channels and side, as in {@code 64x56}
     */
    public static Tensor input(String map) {
        return Tensor.zeros(SEGMENTS, channels(map), side(map), side(map));
    }

    private static int channels(String map) {
        return Integer.parseInt(map.substring(0, map.indexOf('x')));
    }

    private static int side(String map) {
        return Integer.parseInt(map.substring(map.indexOf('x') + 1));
    }

    /** The layer for such maps. */
    public Layer layer(String map) {
        int channels = channels(map);
        Scope root = Scope.root(new SeededParameters());
        return switch (this) {
            case CONV2D_1X1 -> conv2d(root, channels, 1);
            case CONV2D_3X3 -> conv2d(root, channels, TAPS);
            case SHIFT_1X1 -> shifted(root, channels, 1);
            case SHIFT_3X3 -> shifted(root, channels, TAPS);
            case CONV3D_3X1X1 -> conv3d(root, channels, channels, TAPS, 1);
            case CONV3D_3X3X3 -> conv3d(root, channels, channels, TAPS, TAPS);
            case CONV2PLUS1D -> new Sequential(root, List.of(
                    scope -> conv3d(scope, channels, between(channels), 1, TAPS),
                    scope -> conv3d(scope, between(channels), channels, TAPS, 1)));
        };
    }

    /** As many channels between the two parts as make up the parameters of the whole convolution. */
    private static int between(int channels) {
        return channels * channels * TAPS * TAPS * TAPS / (channels * TAPS * TAPS + TAPS * channels);
    }

    private static Layer conv2d(Scope scope, int channels, int kernel) {
        return new Conv2d(scope, channels, channels, kernel, ConvSpec.of(1, kernel / 2));
    }

    private static Layer shifted(Scope scope, int channels, int kernel) {
        return new TemporalShift(scope, Shift.bidirectional(SHIFT_DIV), SEGMENTS,
                inner -> conv2d(inner, channels, kernel));
    }

    private static Layer conv3d(Scope scope, int in, int out, int kernelT, int kernel) {
        return new Conv3d(scope, SEGMENTS, in, out, kernelT, kernel,
                new Conv3dSpec(1, kernelT / 2, ConvSpec.of(1, kernel / 2)), false);
    }

    /** Multiply-adds of one call on such maps. */
    public long multiplyAdds(String map) {
        return InferencePlan.compile(layer(map), input(map).shape()).multiplyAdds();
    }

    /** Numbers that such a layer learns. */
    public long parameters(String map) {
        return layer(map).parameters().stream().mapToLong(parameter -> parameter.tensor().size()).sum();
    }
}
