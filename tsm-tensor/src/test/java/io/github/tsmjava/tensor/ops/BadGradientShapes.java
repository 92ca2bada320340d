package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.Tensor.zeros;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.tensor.ops.layer.Convolution3dGradient;
import io.github.tsmjava.tensor.ops.layer.ConvolutionGradient;
import io.github.tsmjava.tensor.ops.layer.PoolingGradient;
import io.github.tsmjava.tensor.ops.layer.TemporalPool;
import io.github.tsmjava.tensor.ops.training.CrossEntropy;
import io.github.tsmjava.tensor.ops.training.Dropout;
import io.github.tsmjava.tensor.ops.training.Normalization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.function.Executable;

/** Bad calls of the operators of training. */
final class BadGradientShapes {

    private static final ConvSpec SAME = ConvSpec.of(1, 1);
    private static final Conv3dSpec SAME_3D = Conv3dSpec.of(1, 1, 1, 1);
    private static final Tensor IMAGE = zeros(2, 4, 5, 5);
    private static final Tensor FOUR = zeros(4);
    private static final Tensor THREE = zeros(3);
    private static final Normalization NORM = Normalization.identity(4);

    static final Map<String, List<Executable>> BAD = Map.ofEntries(
            Map.entry("ConvolutionGradient.input", List.of(
                    () -> ConvolutionGradient.input(zeros(2, 3, 5, 4), zeros(3, 4, 3, 3), SAME, IMAGE),
                    () -> ConvolutionGradient.input(zeros(2, 3, 5, 5), zeros(3, 5, 3, 3), SAME, IMAGE))),
            Map.entry("ConvolutionGradient.weight", List.of(
                    () -> ConvolutionGradient.weight(IMAGE, zeros(2, 4, 5, 5), SAME, zeros(3, 4, 3, 3)),
                    () -> ConvolutionGradient.weight(IMAGE, zeros(2, 3, 5, 5), SAME, zeros(3, 5, 3, 3)))),
            Map.entry("ConvolutionGradient.bias", List.of(
                    () -> ConvolutionGradient.bias(FOUR, FOUR),
                    () -> ConvolutionGradient.bias(IMAGE, THREE))),
            Map.entry("Convolution3dGradient.input", List.of(
                    () -> Convolution3dGradient.input(zeros(2, 3, 5, 5), 2, zeros(3, 4, 3, 3, 3), SAME_3D, FOUR),
                    () -> Convolution3dGradient.input(zeros(2, 3, 5, 4), 2, zeros(3, 4, 3, 3, 3), SAME_3D, IMAGE),
                    () -> Convolution3dGradient.input(zeros(1, 3, 5, 5), 2, zeros(3, 4, 3, 3, 3), SAME_3D, IMAGE),
                    () -> Convolution3dGradient.input(zeros(2, 3, 5, 5), 3, zeros(3, 4, 3, 3, 3), SAME_3D, IMAGE),
                    () -> Convolution3dGradient.input(zeros(2, 3, 5, 5), 2, zeros(3, 5, 3, 3, 3), SAME_3D, IMAGE))),
            Map.entry("Convolution3dGradient.weight", List.of(
                    () -> Convolution3dGradient.weight(IMAGE, 2, zeros(2, 4, 5, 5), SAME_3D, zeros(3, 4, 3, 3, 3)),
                    () -> Convolution3dGradient.weight(IMAGE, 0, zeros(2, 3, 5, 5), SAME_3D, zeros(3, 4, 3, 3, 3)),
                    () -> Convolution3dGradient.weight(IMAGE, 2, zeros(2, 3, 5, 5), SAME_3D, zeros(3, 4, 3, 3)),
                    () -> Convolution3dGradient.weight(IMAGE, 2, zeros(2, 3, 5, 5), SAME_3D, zeros(3, 5, 3, 3, 3)))),
            Map.entry("PoolingGradient.maxPool2d", List.of(
                    () -> PoolingGradient.maxPool2d(zeros(2, 4, 3, 2), IMAGE, zeros(2, 4, 3, 3), 3, 2, 1, IMAGE),
                    () -> PoolingGradient.maxPool2d(zeros(2, 4, 3, 3), zeros(2, 4, 6, 5), zeros(2, 4, 3, 3), 3, 2, 1,
                            IMAGE))),
            Map.entry("PoolingGradient.avgPool2d", List.of(
                    () -> PoolingGradient.avgPool2d(zeros(2, 4, 3, 2), 3, 2, 1, IMAGE),
                    () -> PoolingGradient.avgPool2d(zeros(2, 4), 3, 2, 1, zeros(2, 4)))),
            Map.entry("PoolingGradient.globalAvgPool", List.of(
                    () -> PoolingGradient.globalAvgPool(zeros(2, 3), IMAGE),
                    () -> PoolingGradient.globalAvgPool(zeros(2, 4), zeros(2, 4)))),
            Map.entry("PoolingGradient.temporalMaxPool", List.of(
                    () -> PoolingGradient.temporalMaxPool(zeros(2, 3), zeros(4, 3), zeros(2, 3), 3,
                            TemporalPool.Window.HALF, zeros(4, 3)),
                    () -> PoolingGradient.temporalMaxPool(zeros(2, 3), zeros(6, 3), zeros(2, 3), 2,
                            TemporalPool.Window.HALF, zeros(6, 3)))),
            Map.entry("Normalization.ofBatch", List.of(
                    () -> Normalization.ofBatch(FOUR, FOUR, FOUR, 0),
                    () -> Normalization.ofBatch(zeros(1, 4), FOUR, FOUR, 0),
                    () -> Normalization.ofBatch(IMAGE, THREE, FOUR, 0),
                    () -> Normalization.ofBatch(IMAGE, FOUR, THREE, 0))),
            Map.entry("Normalization.ofRunning", List.of(
                    () -> Normalization.ofRunning(FOUR, FOUR, FOUR, THREE, 0),
                    () -> Normalization.ofRunning(THREE, FOUR, FOUR, FOUR, 0))),
            Map.entry("Normalization.updateRunning", List.of(
                    () -> Normalization.ofBatch(IMAGE, FOUR, FOUR, 1).updateRunning(THREE, FOUR, 0.1),
                    () -> Normalization.ofBatch(IMAGE, FOUR, FOUR, 1).updateRunning(FOUR, THREE, 0.1))),
            Map.entry("Normalization.apply", List.of(
                    () -> NORM.apply(zeros(2, 3, 5), null, Activation.IDENTITY, zeros(2, 3, 5)),
                    () -> NORM.apply(IMAGE, FOUR, Activation.IDENTITY, IMAGE),
                    () -> NORM.apply(IMAGE, null, Activation.IDENTITY, FOUR))),
            Map.entry("Normalization.mask", List.of(() -> Normalization.mask(FOUR, THREE, Activation.RELU, FOUR))),
            Map.entry("Normalization.backward", List.of(
                    () -> NORM.backward(FOUR, IMAGE, Activation.IDENTITY, IMAGE, FOUR, FOUR),
                    () -> NORM.backward(IMAGE, IMAGE, Activation.IDENTITY, IMAGE, THREE, FOUR))),
            Map.entry("Softmax.gradient", List.of(
                    () -> Softmax.gradient(FOUR, THREE),
                    () -> Softmax.gradient(FOUR, FOUR, THREE))),
            Map.entry("CrossEntropy.of", List.of(
                    () -> CrossEntropy.of(zeros(2, 3), 0, 1, 2),
                    () -> CrossEntropy.of(zeros(2, 3), zeros(2, 4)),
                    () -> CrossEntropy.of(zeros(2, 3), 0, 3),
                    () -> CrossEntropy.of(zeros(0, 3), zeros(0, 3)))),
            Map.entry("Consensus.averageGradient", List.of(
                    () -> Consensus.averageGradient(zeros(2, 3), 2, zeros(5, 3)))),
            Map.entry("Dropout.apply", List.of(() -> new Dropout(0.5, 1).apply(FOUR, THREE))));

    private BadGradientShapes() { }
}
