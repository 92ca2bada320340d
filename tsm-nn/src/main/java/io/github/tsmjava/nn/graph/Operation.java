package io.github.tsmjava.nn.graph;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.layer.TemporalPool.Window;
import java.util.List;

/** What a node does with its inputs. The layers of the same names say how it is defined. */
public sealed interface Operation {

    /** The multiplications that the definition sums up; what is done to single elements counts nothing. */
    default long multiplyAdds(List<Value> inputs, Value output) {
        return 0;
    }

    /** The input of the network. */
    record Input() implements Operation {
    }

    /** What sums up products with weights, which a batch norm behind it can become part of. */
    sealed interface Weighted extends Operation permits Convolution, Linear {

        Filters filters();

        /** The same with other filters of the same shape. */
        Weighted with(Filters filters);

        @Override
        default long multiplyAdds(List<Value> inputs, Value output) {
            return (long) output.frames() * output.pixels() * filters().weight().size();
        }
    }

    /** A linear layer: vectors to vectors. */
    record Linear(Filters filters) implements Weighted {
        @Override
        public Linear with(Filters others) {
            return new Linear(others);
        }
    }

    record Normalize(BatchNorm layer) implements Operation {
    }

    record Activate(Activation activation) implements Operation {
    }

    /** The sum of two values. */
    record Add() implements Operation {
    }

    /** @param segments frames of a clip */
    record Shift(io.github.tsmjava.tensor.ops.Shift shift, int segments) implements Operation {
    }

    /** The largest of each window. */
    record MaxPool(int kernel, int stride, int padding) implements Operation {
    }

    /** The mean of each plane: maps to vectors. */
    record AveragePool() implements Operation {
    }

    /**
     * The largest over some frames.
     *
     * @param segments frames of a clip
     */
    record TemporalPool(int segments, Window window) implements Operation {
    }

    /**
     * The answers of a non-local block to its queries; the inputs are queries, keys and values.
     *
     * @param segments frames of a clip
     */
    record Attention(NonLocal.Mode mode, int segments) implements Operation {
        @Override
        public long multiplyAdds(List<Value> inputs, Value output) {
            Value keys = inputs.get(1);
            long keysOfClip = (long) segments * keys.pixels();
            return output.frames() * output.pixels() * keysOfClip * (keys.channels() + output.channels());
        }
    }

    /**
     * The mean over the vectors of a clip.
     *
     * @param segments frames of a clip
     */
    record Consensus(int segments) implements Operation {
    }

    /** Several operations that somebody's pass has made one. A graph as it is written down has none. */
    non-sealed interface Fused extends Operation {
    }
}
