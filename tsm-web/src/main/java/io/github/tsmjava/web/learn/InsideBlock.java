package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Convolution3d;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.web.learn.LearnData.Answer;
import io.github.tsmjava.web.learn.LearnData.Block;
import io.github.tsmjava.web.learn.LearnData.Cost;
import io.github.tsmjava.web.learn.LearnData.Equivalent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What goes through one shifted block of a MobileNetV2 when the network sees a clip. */
final class InsideBlock {

    private static final int SHOWN_FILTERS = 6;
    private static final int TAPS = 3;
    private static final int NOW = 1;

    private final String name;
    private final TemporalShift layer;
    private final Tensor weight;
    private Tensor input;
    private Tensor output;
    private Tensor branch;

    /** @param clip {@code [T, C, H, W]} */
    InsideBlock(PretrainedNetwork model, Tensor clip, String name, TemporalShift layer) {
        this.name = name;
        this.layer = layer;
        if (!(layer.net() instanceof Conv2d convolution) || convolution.weight().dim(2) != 1) {
            throw new IllegalArgumentException(
                    layer.name() + ": the page explains networks whose shifts stand in front of 1×1 convolutions");
        }
        weight = convolution.weight();
        model.network().forward(clip, this::observe);
    }

    private void observe(Layer seen, Tensor x, Tensor y) {
        if (seen == layer) {
            input = x.copy();
            output = y.copy();
        } else if (seen instanceof Sequential && layer.name().startsWith(seen.name() + ".")
                && seen.children().contains(layer)) {
            branch = y.copy();
        }
    }

    Tensor input() {
        return input;
    }

    Tensor output() {
        return output;
    }

    Block block(Answer overwritten) {
        int moving = moving();
        int[] filters = filters();
        float[][] weights = new float[filters.length][];
        for (int i = 0; i < filters.length; i++) {
            weights[i] = Arrays.copyOfRange(weight.data(), filters[i] * channels(), (filters[i] + 1) * channels());
        }
        return new Block(name, channels(), weight.dim(0), input.dim(2), input.dim(3), moving, Packed.floats(input.data()),
                filters, weights, Packed.floats(Channels.channelsFirst(output, filters)),
                Packed.floats(Channels.channelsFirst(branch, IntStream.range(0, moving).toArray())), overwritten);
    }

    private int channels() {
        return input.dim(1);
    }

    /** The channels that move, of one group or both. */
    private int moving() {
        Shift shift = layer.shift();
        return shift.fold(channels()) * (shift.second() == 0 ? 1 : 2);
    }

    /** Those filters in which the moved channels weigh most: they compare frames. */
    private int[] filters() {
        return IntStream.range(0, weight.dim(0)).boxed().sorted(Comparator.comparingDouble(o -> -weightOfMoved(o)))
                .limit(SHOWN_FILTERS).mapToInt(o -> o).toArray();
    }

    private double weightOfMoved(int filter) {
        double sum = 0;
        for (int c = 0; c < moving(); c++) {
            double w = weight.data()[filter * channels() + c];
            sum += w * w;
        }
        return sum;
    }

    /** The same by a convolution over time and space. */
    Equivalent equivalent() {
        Tensor result = Convolution3d.frames(input, layer.segments(), cubic(), null, Conv3dSpec.of(1, 1, NOW, 0));
        float largest = 0;
        for (int i = 0; i < result.size(); i++) {
            largest = Math.max(largest, Math.abs(result.data()[i] - output.data()[i]));
        }
        int frames = layer.segments();
        long pixels = (long) input.dim(0) * input.dim(2) * input.dim(3);
        long frameBytes = (long) channels() * input.dim(2) * input.dim(3) * Float.BYTES;
        return new Equivalent(new Cost(pixels * weight.size(), weight.size(), frames * frameBytes),
                new Cost(TAPS * pixels * weight.size(), (long) TAPS * weight.size(), (long) (TAPS * frames - 2) * frameBytes),
                largest);
    }

    /** The weight behind kernels of zeros and ones: {@code [O, C, 3, 1, 1]}, each number at the frame it is meant for. */
    private Tensor cubic() {
        Shift shift = layer.shift();
        int fold = shift.fold(channels());
        Tensor cubic = Tensor.zeros(weight.dim(0), channels(), TAPS, 1, 1);
        for (int i = 0; i < weight.size(); i++) {
            int c = i % channels();
            int offset = c < fold ? shift.first() : c < 2 * fold ? shift.second() : 0;
            cubic.data()[i * TAPS + NOW + offset] = weight.data()[i];
        }
        return cubic;
    }
}
