package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan computes what the layers compute, however often a value is read and wherever. */
class RandomFlowTest {

    private static final int CHANNELS = 16;
    private static final int OPERATIONS = 12;
    private static final int SEGMENTS = 2;

    /** Every operation reads any of the values before it. */
    private static final class RandomNetwork extends Layer {

        private final long seed;
        private final List<Layer> layers = new ArrayList<>();

        RandomNetwork(Scope scope, long seed) {
            super(scope);
            this.seed = seed;
            Random random = new Random(seed);
            for (int i = 0; i < OPERATIONS; i++) {
                Scope at = scope.at("layer" + i);
                layers.add(child(switch (random.nextInt(8)) {
                    case 0 -> new Conv2d(at, CHANNELS, CHANNELS, 3, ConvSpec.of(1, 1));
                    case 1 -> new Conv2d(at, CHANNELS, CHANNELS, 3, ConvSpec.of(1, 1, CHANNELS));
                    case 2 -> new TemporalShift(at, Shift.bidirectional(4), SEGMENTS,
                            s -> new Conv2d(s, CHANNELS, CHANNELS, 1, ConvSpec.of(1, 0)));
                    case 3 -> new BatchNorm(at, CHANNELS);
                    case 4 -> ActivationLayer.relu6(at);
                    case 6 -> new Conv2d(at, CHANNELS, CHANNELS, 3, ConvSpec.of(1, 1, CHANNELS / 4));
                    case 5 -> ActivationLayer.silu(at);
                    default -> ActivationLayer.relu(at);
                }));
            }
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            Random random = new Random(seed);
            List<V> values = new ArrayList<>(List.of(x));
            for (Layer layer : layers) {
                values.add(layer.run(any(values, random), flow));
                if (random.nextBoolean()) {
                    values.add(flow.add(any(values, random), any(values, random)));
                }
            }
            return any(values, random);
        }

        /** Mostly one of the last. */
        private static <V> V any(List<V> values, Random random) {
            return values.get(Math.max(0, values.size() - 1 - random.nextInt(4)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25})
    void planEqualsLayers(long seed) {
        Layer network = new RandomNetwork(Scope.root(ParameterSource.random(seed)), seed);
        Tensor x = Tensor.zeros(2 * SEGMENTS, CHANNELS, 9, 7);
        Random random = new Random(seed);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] = (float) random.nextGaussian();
        }
        float[] expected = network.forward(x).data();
        float largest = 10;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (Accuracy accuracy : Accuracy.values()) {
            Tensor y = InferencePlan.compile(network, accuracy, x.shape()).run(x);
            assertArrayEquals(expected, y.data(), 1e-4f * largest);
        }
    }
}
