package io.github.tsmjava.models;

import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Pass;
import io.github.tsmjava.nn.PointwiseConv3d;
import io.github.tsmjava.tensor.Tensor;

/**
 * Counts the multiply-accumulates of a network, what papers report as FLOPs: convolutions, linear layers and the two
 * matrix products of a non-local block. Batch norm folds into convolutions and counts nothing; the shift has none.
 */
public final class MultiplyAdds {

    private long count;

    private MultiplyAdds() {
    }

    /** The multiply-accumulates of one clip of T frames of {@code size × size} pixels; runs the network once. */
    public static long perClip(TsmNetwork network, int size) {
        MultiplyAdds counter = new MultiplyAdds();
        NetworkConfig config = network.config();
        network.forward(Tensor.zeros(1, config.segments() * config.channels(), size, size),
                Pass.observed(counter::add));
        return counter.count;
    }

    private void add(Layer layer, Tensor input, Tensor output) {
        count += switch (layer) {
            case Conv2d conv -> perOutput(conv.weight(), output);
            case PointwiseConv3d conv -> perOutput(conv.weight(), output);
            case Linear linear -> perOutput(linear.weight(), output);
            case NonLocal block -> affinities(block, output);
            default -> 0;
        };
    }

    /** Each output element is a dot product with one row of the weight. */
    private static long perOutput(Tensor weight, Tensor output) {
        return (long) output.size() * (weight.size() / weight.dim(0));
    }

    private static long affinities(NonLocal block, Tensor output) {
        long clips = output.dim(0) / block.segments();
        long queries = (long) block.segments() * output.dim(2) * output.dim(3);
        long keys = (long) block.segments() * (output.dim(2) / 2) * (output.dim(3) / 2);
        long values = output.dim(1) / 2;
        long compared = block.mode() == NonLocal.Mode.GAUSSIAN ? output.dim(1) : values;
        return clips * queries * keys * (compared + values);
    }
}
