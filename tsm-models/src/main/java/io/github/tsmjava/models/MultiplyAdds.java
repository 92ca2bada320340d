package io.github.tsmjava.models;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.ops.ConvSpec;

/**
 * Counts the multiply-accumulates of a network, what papers report as FLOPs: convolutions, linear layers and the two
 * matrix products of a non-local block. Batch norm folds into convolutions and counts nothing; the shift has none.
 */
public final class MultiplyAdds {

    private MultiplyAdds() {
    }

    /** The multiply-accumulates of one clip of T frames of {@code size × size} pixels. */
    public static long perClip(TsmNetwork network, int size) {
        NetworkConfig config = network.config();
        return of(network, config.segments(), config.channels(), size, size);
    }

    /** The multiply-accumulates of a layer on frames {@code [frames, channels, height, width]}. */
    static long of(Layer layer, int frames, int channels, int height, int width) {
        Counter counter = new Counter();
        layer.run(new Maps(frames, channels, height, width), counter);
        return counter.count;
    }

    /** The shape of a value: {@code [frames, channels, height, width]}. */
    private record Maps(int frames, int channels, int height, int width) {

        long pixels() {
            return (long) frames * height * width;
        }

        Maps convolved(Conv3d conv) {
            ConvSpec image = conv.spec().image();
            int outputs = frames / conv.segments() * conv.outputSegments();
            return new Maps(outputs, channels, height, width)
                    .pooled(conv.weight().dim(0), conv.weight().dim(3), image.strideH(), image.padH());
        }

        Maps pooled(int outputChannels, int kernel, int stride, int padding) {
            return new Maps(frames, outputChannels, (height + 2 * padding - kernel) / stride + 1,
                    (width + 2 * padding - kernel) / stride + 1);
        }
    }

    private static final class Counter implements Flow<Maps> {

        private long count;

        @Override
        public Maps apply(Leaf layer, Maps x) {
            Maps y = switch (layer) {
                case Conv2d conv -> x.pooled(conv.weight().dim(0), conv.weight().dim(2), conv.spec().strideH(),
                        conv.spec().padH());
                case Conv3d conv -> x.convolved(conv);
                case MaxPool2d pool -> x.pooled(x.channels, pool.kernel(), pool.stride(), pool.padding());
                case GlobalAvgPool pool -> new Maps(x.frames, x.channels, 1, 1);
                case Linear linear -> new Maps(x.frames, linear.weight().dim(0), 1, 1);
                case BatchNorm norm -> x;
                case ActivationLayer act -> x;
            };
            count += switch (layer) {
                case Conv2d conv -> y.pixels() * conv.weight().size();
                case Conv3d conv -> y.pixels() * conv.weight().size();
                case Linear linear -> y.pixels() * linear.weight().size();
                default -> 0;
            };
            return y;
        }

        @Override
        public Maps attend(NonLocal layer, Maps queries, Maps keys, Maps values) {
            long clips = queries.frames / layer.segments();
            count += queries.pixels() * (keys.pixels() / clips) * (keys.channels + values.channels);
            return new Maps(queries.frames, values.channels, queries.height, queries.width);
        }

        @Override
        public Maps pool(TemporalPool layer, Maps x) {
            return new Maps(x.frames / 2, x.channels, x.height, x.width);
        }

        @Override
        public Maps shift(TemporalShift layer, Maps x) {
            return x;
        }

        @Override
        public Maps add(Maps a, Maps b) {
            return a;
        }

        @Override
        public Maps consensus(Maps scores, int segments) {
            return scores;
        }
    }
}
