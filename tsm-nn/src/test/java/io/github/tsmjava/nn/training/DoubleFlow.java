package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.training.Dropout;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A network in training mode as it is defined, in double precision and slowly: what central differences are taken
 * of.
 */
final class DoubleFlow implements Flow<DoubleFlow.Maps> {

    /** {@code [frames, channels, height, width]}. */
    record Maps(int frames, int channels, int height, int width, double[] data) {

        static Maps of(int frames, int channels, int height, int width, IntToDoubleFunction numbers) {
            double[] data = new double[frames * channels * height * width];
            Arrays.setAll(data, numbers);
            return new Maps(frames, channels, height, width, data);
        }

        Maps map(IntToDoubleFunction numbers) {
            return of(frames, channels, height, width, numbers);
        }

        int plane() {
            return height * width;
        }

        double at(int frame, int channel, int row, int column) {
            boolean inside = frame >= 0 && row >= 0 && row < height && column >= 0 && column < width;
            return inside ? data[((frame * channels + channel) * height + row) * width + column] : 0;
        }
    }

    private final Set<BatchNorm> frozen;
    private final Dropout dropout;
    private final Map<Tensor, double[]> parameters = new IdentityHashMap<>();

    /** @param dropout in front of linear layers */
    DoubleFlow(Set<BatchNorm> frozen, Dropout dropout) {
        this.frozen = frozen;
        this.dropout = dropout;
    }

    /** A parameter's numbers, which a test may change. */
    double[] numbers(Tensor parameter) {
        return parameters.computeIfAbsent(parameter, p -> {
            double[] numbers = new double[p.size()];
            Arrays.setAll(numbers, i -> p.data()[i]);
            return numbers;
        });
    }

    @Override
    public Maps apply(Leaf layer, Maps x) {
        return switch (layer) {
            case Conv2d conv -> convolve(x, conv.weight(), null, conv.spec().strideH(), conv.spec().padH(),
                    conv.spec().groups());
            case Conv3d conv -> convolve(x, conv);
            case Linear linear -> convolve(drop(x), linear.weight(), linear.bias(), 1, 0, 1);
            case BatchNorm norm -> normalize(norm, x);
            case ActivationLayer act -> switch (act.activation()) {
                case Activation.Clamp clamp -> x.map(i -> Math.min(Math.max(x.data[i], clamp.low()), clamp.high()));
                case Activation.Silu _ -> x.map(i -> x.data[i] / (1 + Math.exp(-x.data[i])));
            };
            case MaxPool2d pool -> maxPool(pool, x);
            case GlobalAvgPool pool -> Maps.of(x.frames, x.channels, 1, 1, i ->
                    Arrays.stream(x.data, i * x.plane(), (i + 1) * x.plane()).average().orElseThrow());
        };
    }

    private Maps convolve(Maps x, Tensor weight, Tensor bias, int stride, int pad, int groups) {
        double[] w = numbers(weight);
        int kernel = weight.rank() == 4 ? weight.dim(2) : 1;
        int out = weight.dim(0);
        int in = weight.dim(1);
        int height = (x.height + 2 * pad - kernel) / stride + 1;
        int width = (x.width + 2 * pad - kernel) / stride + 1;
        return Maps.of(x.frames, out, height, width, i -> {
            int o = i / (height * width) % out;
            double sum = bias == null ? 0 : numbers(bias)[o];
            for (int k = 0; k < in * kernel * kernel; k++) {
                sum += w[o * in * kernel * kernel + k] * x.at(i / (out * height * width),
                        o / (out / groups) * in + k / (kernel * kernel),
                        i / width % height * stride - pad + k / kernel % kernel, i % width * stride - pad + k % kernel);
            }
            return sum;
        });
    }

    private Maps convolve(Maps x, Conv3d conv) {
        Tensor weight = conv.weight();
        double[] w = numbers(weight);
        Conv3dSpec spec = conv.spec();
        int stride = spec.image().strideH();
        int pad = spec.image().padH();
        int kernel = weight.dim(3);
        int taps = weight.dim(2) * kernel * kernel;
        int depth = weight.dim(1) * taps;
        int segments = conv.isFrameByFrame() ? 1 : conv.segments();
        int frames = spec.outputFrames(segments, weight.dim(2));
        int out = weight.dim(0);
        int height = (x.height + 2 * pad - kernel) / stride + 1;
        int width = (x.width + 2 * pad - kernel) / stride + 1;
        return Maps.of(x.frames / segments * frames, out, height, width, i -> {
            int o = i / (height * width) % out;
            int frame = i / (height * width * out);
            double sum = conv.bias() == null ? 0 : numbers(conv.bias())[o];
            for (int k = 0; k < depth; k++) {
                int t = frame % frames * spec.strideT() - spec.padT() + k / (kernel * kernel) % weight.dim(2);
                int from = t < 0 || t >= segments ? -1 : frame / frames * segments + t;
                sum += w[o * depth + k] * x.at(from, k / taps, i / width % height * stride - pad + k / kernel % kernel,
                        i % width * stride - pad + k % kernel);
            }
            return sum;
        });
    }

    private Maps drop(Maps x) {
        Tensor kept = Tensor.zeros(x.data.length);
        Arrays.fill(kept.data(), 1);
        dropout.apply(kept, kept);
        return x.map(i -> kept.data()[i] == 0 ? 0 : x.data[i] / (1 - dropout.probability()));
    }

    private Maps normalize(BatchNorm norm, Maps x) {
        double[] weight = numbers(norm.weight());
        double[] bias = numbers(norm.bias());
        double[] mean = numbers(norm.mean()).clone();
        double[] var = numbers(norm.var()).clone();
        if (!frozen.contains(norm)) {
            Arrays.fill(mean, 0);
            Arrays.fill(var, 0);
            double share = 1.0 / (x.frames * x.plane());
            for (int i = 0; i < x.data.length; i++) {
                mean[i / x.plane() % x.channels] += share * x.data[i];
            }
            for (int i = 0; i < x.data.length; i++) {
                int c = i / x.plane() % x.channels;
                var[c] += share * Math.pow(x.data[i] - mean[c], 2);
            }
        }
        return x.map(i -> {
            int c = i / x.plane() % x.channels;
            return (x.data[i] - mean[c]) / Math.sqrt(var[c] + BatchNorm.EPS) * weight[c] + bias[c];
        });
    }

    private Maps maxPool(MaxPool2d pool, Maps x) {
        int height = (x.height + 2 * pool.padding() - pool.kernel()) / pool.stride() + 1;
        int width = (x.width + 2 * pool.padding() - pool.kernel()) / pool.stride() + 1;
        return Maps.of(x.frames, x.channels, height, width, i -> {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < pool.kernel() * pool.kernel(); k++) {
                int row = i / width % height * pool.stride() - pool.padding() + k / pool.kernel();
                int column = i % width * pool.stride() - pool.padding() + k % pool.kernel();
                if (row >= 0 && row < x.height && column >= 0 && column < x.width) {
                    int plane = i / (width * height);
                    max = Math.max(max, x.at(plane / x.channels, plane % x.channels, row, column));
                }
            }
            return max;
        });
    }

    @Override
    public Maps shift(TemporalShift layer, Maps x) {
        Shift shift = layer.shift();
        int fold = x.channels / shift.div();
        int segments = layer.segments();
        return x.map(i -> {
            int c = i / x.plane() % x.channels;
            int frame = i / (x.plane() * x.channels);
            int t = frame % segments + (c < fold ? shift.first() : c < 2 * fold ? shift.second() : 0);
            boolean ring = shift.boundary() == Shift.Boundary.CIRCULANT;
            if (!ring && (t < 0 || t >= segments)) {
                return 0;
            }
            int from = frame - frame % segments + Math.floorMod(t, segments);
            return x.data[i + (from - frame) * x.channels * x.plane()];
        });
    }

    @Override
    public Maps pool(TemporalPool layer, Maps x) {
        int size = x.channels * x.plane();
        int segments = layer.segments();
        int outputs = layer.outputSegments();
        return Maps.of(x.frames / segments * outputs, x.channels, x.height, x.width, i -> {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < layer.window().kernel(); k++) {
                int t = i / size % outputs * layer.window().stride() - layer.window().padding() + k;
                if (t >= 0 && t < segments) {
                    max = Math.max(max, x.data[(i / size / outputs * segments + t) * size + i % size]);
                }
            }
            return max;
        });
    }

    @Override
    public Maps add(Maps a, Maps b) {
        return a.map(i -> a.data[i] + b.data[i]);
    }

    @Override
    public Maps attend(NonLocal layer, Maps queries, Maps keys, Maps values) {
        int plane = queries.plane();
        double[] y = new double[queries.frames * values.channels * plane];
        for (int query = 0; query < queries.frames * plane; query++) {
            int frame = query / plane;
            int first = frame - frame % layer.segments();
            double[] weights = new double[layer.segments() * keys.plane()];
            for (int key = 0; key < weights.length; key++) {
                for (int c = 0; c < keys.channels; c++) {
                    weights[key] += queries.data[(frame * queries.channels + c) * plane + query % plane]
                            * keys.data[((first + key / keys.plane()) * keys.channels + c) * keys.plane()
                            + key % keys.plane()];
                }
            }
            if (layer.mode() == NonLocal.Mode.DOT_PRODUCT) {
                Arrays.setAll(weights, key -> weights[key] / weights.length);
            } else {
                double sum = Arrays.stream(weights).map(Math::exp).sum();
                Arrays.setAll(weights, key -> Math.exp(weights[key]) / sum);
            }
            for (int c = 0; c < values.channels; c++) {
                for (int key = 0; key < weights.length; key++) {
                    y[(frame * values.channels + c) * plane + query % plane] += weights[key]
                            * values.data[((first + key / keys.plane()) * values.channels + c) * keys.plane()
                            + key % keys.plane()];
                }
            }
        }
        return new Maps(queries.frames, values.channels, queries.height, queries.width, y);
    }

    @Override
    public Maps consensus(Maps scores, int segments) {
        int classes = scores.channels;
        return Maps.of(scores.frames / segments, classes, 1, 1, i -> {
            double sum = 0;
            for (int t = 0; t < segments; t++) {
                sum += scores.data[(i / classes * segments + t) * classes + i % classes];
            }
            return sum / segments;
        });
    }
}
