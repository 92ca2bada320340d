package io.github.tsmjava.nn.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.MaxPool2d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.TemporalPool;
import io.github.tsmjava.nn.TemporalShift;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of every layer alone, over random shapes, against central differences in double precision. */
class LayerGradientTest {

    private static final int SHAPES = 6;
    private static final int FRONT_CHANNELS = 3;

    private enum Subject {
        CONVOLUTION(r -> new Conv2d(r.scope, r.channels, r.upTo(9), r.kernel(), ConvSpec.of(r.upTo(2), r.upTo(2) - 1))),
        GROUPED_CONVOLUTION(r -> new Conv2d(r.scope, r.channels, 4 * r.upTo(3), r.kernel(),
                ConvSpec.of(r.upTo(2), r.upTo(2) - 1, 2 * r.upTo(2)))),
        DEPTHWISE_CONVOLUTION(r -> new Conv2d(r.scope, r.channels, r.channels, 3,
                ConvSpec.of(r.upTo(2), 1, r.channels))),
        POINTWISE_3D_CONVOLUTION(r -> new Conv3d(r.scope, r.segments, r.channels, r.upTo(9), 1, 1,
                Conv3dSpec.of(1, 1, 0, 0), true)),
        CONVOLUTION_OVER_TIME(r -> new Conv3d(r.scope, r.segments, r.channels, r.upTo(9), 1 + r.upTo(2), r.kernel(),
                Conv3dSpec.of(r.upTo(2), r.upTo(2), r.upTo(2), r.upTo(2) - 1), r.coin())),
        BATCH_NORM(r -> new BatchNorm(r.scope, r.channels)),
        RELU(r -> ActivationLayer.relu(r.scope)),
        RELU6(r -> ActivationLayer.relu6(r.scope)),
        SILU(r -> ActivationLayer.silu(r.scope)),
        NORM_AND_SILU(r -> new Sequential(r.scope, List.of(s -> new BatchNorm(s, r.channels), ActivationLayer::silu))),
        NORM_AND_RELU6(r ->
                new Sequential(r.scope, List.of(s -> new BatchNorm(s, r.channels), ActivationLayer::relu6))),
        MAX_POOL(r -> new MaxPool2d(r.scope, 3, r.upTo(3), r.upTo(2) - 1)),
        GLOBAL_AVERAGE_POOL(r -> new GlobalAvgPool(r.scope)),
        LINEAR(r -> new Sequential(r.scope, List.of(GlobalAvgPool::new, s -> new Linear(s, r.channels, r.upTo(6))))),
        CONSENSUS(r -> new Consensus(r.scope, r.segments)),
        SHIFT(r -> shifted(r, Shift.bidirectional(1 + r.upTo(4)))),
        ONLINE_SHIFT(r -> shifted(r, Shift.unidirectional(1 + r.upTo(4)))),
        CIRCULANT_SHIFT(r -> shifted(r, Shift.quarters(Shift.Boundary.CIRCULANT))),
        SHIFT_IN_THE_BRANCH(r -> new Residual(r.scope, s -> shifted(r.in(s), Shift.bidirectional(4)))),
        SHIFT_BEFORE_THE_BLOCK(r -> new TemporalShift(r.scope, Shift.bidirectional(4), r.segments, s ->
                new Residual(s, branch -> pointwise(r.in(branch))))),
        POOL_IN_THE_BRANCH(r -> new Residual(r.scope, s -> new MaxPool2d(s, 3, 1, 1))),
        TEMPORAL_POOL(r -> new TemporalPool(r.scope, r.segments, s -> pointwise(r.in(s)))),
        TEMPORAL_POOL_OF_TWO(r -> new TemporalPool(r.scope, r.segments, 2, 2, s -> pointwise(r.in(s)))),
        EVERY_SECOND_FRAME(r -> new TemporalPool(r.scope, r.segments, 1, 2, s -> pointwise(r.in(s)))),
        EMBEDDED_GAUSSIAN(r -> nonLocal(r, NonLocal.Mode.EMBEDDED_GAUSSIAN)),
        GAUSSIAN(r -> nonLocal(r, NonLocal.Mode.GAUSSIAN)),
        DOT_PRODUCT(r -> nonLocal(r, NonLocal.Mode.DOT_PRODUCT));

        private final Function<Shape, Layer> build;

        Subject(Function<Shape, Layer> build) {
            this.build = build;
        }

        /** Where all queries find much the same, a batch's statistics leave rounding alone of the answers. */
        BatchNormMode norms() {
            return name().endsWith("GAUSSIAN") || this == DOT_PRODUCT ? BatchNormMode.FROZEN : BatchNormMode.TRAINED;
        }
    }

    /** A place for a layer, and random numbers to choose its shape by. */
    private record Shape(Scope scope, Random random, int channels, int segments) {

        Shape in(Scope other) {
            return new Shape(other, random, channels, segments);
        }

        int upTo(int most) {
            return 1 + random.nextInt(most);
        }

        boolean coin() {
            return random.nextBoolean();
        }

        int kernel() {
            return coin() ? 1 : 3;
        }
    }

    private static Layer pointwise(Shape r) {
        return new Conv2d(r.scope, r.channels, r.channels, 1, ConvSpec.of(1, 0));
    }

    private static Layer shifted(Shape r, Shift shift) {
        return new TemporalShift(r.scope, shift, r.segments, s -> pointwise(r.in(s)));
    }

    private static Layer nonLocal(Shape r, NonLocal.Mode mode) {
        return new NonLocal(r.scope, mode, r.segments, r.channels, r.coin(), s -> pointwise(r.in(s)));
    }

    /** {@code x + branch(x)}. */
    private static final class Residual extends Layer {

        private final Layer branch;

        Residual(Scope scope, Function<Scope, Layer> branch) {
            super(scope);
            this.branch = child(branch.apply(scope));
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            return flow.add(x, branch.run(x, flow));
        }
    }

    private static final class Consensus extends Layer {

        private final Layer pool;
        private final int segments;

        Consensus(Scope scope, int segments) {
            super(scope);
            this.pool = child(new GlobalAvgPool(scope));
            this.segments = segments;
        }

        @Override
        protected <V> V flow(V x, Flow<V> flow) {
            return flow.consensus(pool.run(x, flow), segments);
        }
    }

    /** A layer behind a convolution, whose weight's gradient shows that of the layer's input. */
    private static GradientCheck check(Function<Shape, Layer> build, BatchNormMode norms, double dropout, long seed) {
        Random random = new Random(seed);
        int channels = 4 * (1 + random.nextInt(3));
        int segments = 2 * (1 + random.nextInt(2));
        Layer network = new Sequential(Scope.root(GradientCheck.parameters(random)), List.of(
                s -> new Conv2d(s, FRONT_CHANNELS, channels, 1, ConvSpec.of(1, 0)),
                s -> build.apply(new Shape(s, random, channels, segments))));
        Tensor x = GradientCheck.normal(random, segments * (1 + random.nextInt(2)), FRONT_CHANNELS,
                3 + random.nextInt(4), 3 + random.nextInt(4));
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= 3;
        }
        return new GradientCheck(network, norms, dropout, x, random);
    }

    @ParameterizedTest
    @EnumSource
    void layer(Subject subject) {
        for (int seed = 0; seed < SHAPES; seed++) {
            check(subject.build, subject.norms(), 0, seed).run();
        }
    }

    /** Which hands on stacked images, whether the layer wants them so or not. */
    @ParameterizedTest
    @EnumSource
    void layerBehindADepthwiseConvolution(Subject subject) {
        Function<Shape, Layer> behind = r -> new Sequential(r.scope, List.of(
                s -> new Conv2d(s, r.channels, r.channels, 3, ConvSpec.of(1, 1, r.channels)),
                s -> subject.build.apply(r.in(s))));
        for (int seed = 0; seed < SHAPES; seed++) {
            check(behind, subject.norms(), 0, seed).run();
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchNorms(BatchNormMode norms) {
        Function<Shape, Layer> two = r -> new Sequential(r.scope, List.of(s -> new BatchNorm(s, r.channels),
                s -> new Residual(s, branch -> pointwise(r.in(branch))), s -> new BatchNorm(s, r.channels)));
        for (int seed = 0; seed < SHAPES; seed++) {
            GradientCheck check = check(two, norms, 0, seed);
            Gradients gradients = check.gradients();
            check.assertGradients(gradients);
            assertEquals(norms == BatchNormMode.FROZEN, gradients.find("1.0.weight") == null);
            assertEquals(norms != BatchNormMode.TRAINED, gradients.find("1.2.bias") == null);
            assertNull(gradients.find("1.0.running_mean"));
        }
    }

    @Test
    void dropout() {
        for (int seed = 0; seed < SHAPES; seed++) {
            check(Subject.LINEAR.build, BatchNormMode.TRAINED, 0.1 + 0.1 * seed, seed).run();
        }
    }

    /** The check itself can fail: a hundredth too much, or one number that is missing. */
    @ParameterizedTest
    @EnumSource
    void wrongGradientsAreFound(Subject subject) {
        GradientCheck check = check(subject.build, subject.norms(), 0, 1);
        Gradients gradients = check.gradients();
        float[] gradient = gradients.find("0.weight").data();
        int largest = 0;
        for (int i = 0; i < gradient.length; i++) {
            largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
            gradient[i] *= 1.01f;
        }
        assertThrows(AssertionError.class, () -> check.assertGradients(gradients));
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= 1.01f;
        }
        check.assertGradients(gradients);
        gradient[largest] = 0;
        assertThrows(AssertionError.class, () -> check.assertGradients(gradients));
    }
}
