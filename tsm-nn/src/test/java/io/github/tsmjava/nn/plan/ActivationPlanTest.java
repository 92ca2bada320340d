package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plan with any activation computes what the layers compute: fused where bounds will do, in a step of its own where
 * not.
 */
class ActivationPlanTest {

    private static final int SHAPES = 8;

    static Stream<Activation> activations() {
        return Stream.of(Activation.IDENTITY, Activation.RELU, Activation.RELU6, Activation.SILU,
                new Activation.Clamp(-0.5f, 0.25f));
    }

    /** {@code act(x + norm(depthwise(act(norm(conv(x))))))}. */
    private static final class Block extends Layer {
        private final Layer branch;
        private final Layer last;

        Block(Scope scope, int channels, Activation activation) {
            super(scope);
            branch = child(new Sequential(scope.at("branch"), List.of(
                    s -> new Conv2d(s, channels, channels, 3, ConvSpec.of(1, 1)),
                    s -> new BatchNorm(s, channels),
                    s -> new ActivationLayer(s, activation),
                    s -> new Conv2d(s, channels, channels, 3, ConvSpec.of(1, 1, channels)),
                    s -> new ActivationLayer(s, activation),
                    s -> new Conv2d(s, channels, channels, 1, ConvSpec.of(1, 0)),
                    s -> new BatchNorm(s, channels))));
            last = child(new ActivationLayer(scope.at("last"), activation));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            return last.run(flow.add(x, branch.run(x, flow)), flow);
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void planEqualsLayers(Activation activation) {
        Random random = new Random(7);
        for (int i = 0; i < SHAPES; i++) {
            int channels = 2 + random.nextInt(40);
            Layer network = new Sequential(Scope.root(ParameterSource.random(i)), List.of(
                    s -> new ActivationLayer(s, activation),
                    s -> new Block(s, channels, activation),
                    GlobalAvgPool::new,
                    s -> new Linear(s, channels, 5),
                    s -> new ActivationLayer(s, activation)));
            Layer first = network.children().get(1);
            Tensor x = Tensor.zeros(1 + random.nextInt(4), channels, 1 + random.nextInt(20), 1 + random.nextInt(20));
            for (int k = 0; k < x.size(); k++) {
                x.data()[k] = (float) random.nextGaussian();
            }
            for (Accuracy accuracy : Accuracy.values()) {
                for (Layer layer : List.of(network, first)) {
                    Tensor expected = layer.forward(x);
                    Tensor y = InferencePlan.compile(layer, accuracy, x.shape()).run(x);
                    assertArrayEquals(expected.shape(), y.shape());
                    assertArrayEquals(expected.data(), y.data(), 2e-5f, activation + " on " + x);
                }
            }
        }
    }

    /** Bounds cost no step. */
    @Test
    void onlyWhatIsNoClampIsAStep() {
        Layer clamped = new Block(Scope.root(ParameterSource.random(1)), 16, Activation.RELU6);
        Layer smooth = new Block(Scope.root(ParameterSource.random(1)), 16, Activation.SILU);
        int steps = InferencePlan.compile(clamped, Accuracy.EXACT, 1, 16, 9, 9).steps().size();
        assertEquals(steps + 3, InferencePlan.compile(smooth, Accuracy.EXACT, 1, 16, 9, 9).steps().size());
    }
}
