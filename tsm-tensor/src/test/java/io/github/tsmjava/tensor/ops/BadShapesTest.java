package io.github.tsmjava.tensor.ops;

import static io.github.tsmjava.tensor.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.layer.BatchNorm;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.tensor.ops.layer.Linear;
import io.github.tsmjava.tensor.ops.layer.MatMul;
import io.github.tsmjava.tensor.ops.layer.Pooling;
import io.github.tsmjava.tensor.ops.layer.TemporalPool;
import io.github.tsmjava.tensor.ops.training.ImageStack;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every public operator refuses shapes it cannot work with, and says both numbers. No operator escapes. */
class BadShapesTest {

    private static final Pattern TWO_NUMBERS = Pattern.compile("(?s).*\\d+.*\\D.*\\d+.*");
    private static final ConvSpec SAME = ConvSpec.of(1, 1);
    private static final Tensor IMAGE = zeros(2, 4, 5, 5);
    private static final Conv3dSpec SAME_3D = Conv3dSpec.of(1, 1, 1, 1);
    private static final Tensor CLIP = zeros(1, 4, 6, 5, 5);
    private static final Tensor FOUR = zeros(4);
    private static final Tensor STACK = zeros(1, 2, 6, 3);
    private static final Tensor FILTERS = zeros(2, 1, 3, 3);
    private static final ConvSpec DEPTHWISE = ConvSpec.of(1, 1, 2);
    private static final Tensor THREE = zeros(3);

    /** Operators that work on any shape. */
    private static final Set<String> ANY_SHAPE = Set.of("Norm.squared");

    private static final Map<String, List<Executable>> BAD = Map.ofEntries(
            Map.entry("Convolution.conv2d", List.of(
                    () -> Convolution.conv2d(zeros(4, 5, 5), zeros(3, 4, 3, 3), null, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 3), null, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 5, 3, 3), null, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 3, 3), FOUR, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 3, 3), zeros(3, 1), SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 8, 3), null, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 3, 8), null, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 0, 3), null, SAME),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 1, 3, 3), null, ConvSpec.of(1, 1, 3)),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 2, 3, 3), null, ConvSpec.of(1, 1, 2)),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 3, 3), null, ConvSpec.of(1, Integer.MAX_VALUE)),
                    () -> Convolution.conv2d(IMAGE, zeros(3, 4, 3, 3), null, ConvSpec.of(1, 1 << 20)))),
            Map.entry("Convolution3d.conv3d", List.of(
                    () -> Convolution3d.conv3d(IMAGE, zeros(3, 4, 3, 3, 3), null, SAME_3D),
                    () -> Convolution3d.conv3d(CLIP, zeros(3, 4, 3, 3), null, SAME_3D),
                    () -> Convolution3d.conv3d(CLIP, zeros(3, 5, 3, 3, 3), null, SAME_3D),
                    () -> Convolution3d.conv3d(CLIP, zeros(3, 4, 3, 3, 3), FOUR, SAME_3D),
                    () -> Convolution3d.conv3d(CLIP, zeros(3, 4, 9, 3, 3), null, SAME_3D),
                    () -> Convolution3d.conv3d(CLIP, zeros(3, 4, 3, 8, 3), null, SAME_3D))),
            Map.entry("Convolution3d.frames", List.of(
                    () -> Convolution3d.frames(CLIP, 2, zeros(3, 4, 3, 3, 3), null, SAME_3D),
                    () -> Convolution3d.frames(IMAGE, 0, zeros(3, 4, 3, 3, 3), null, SAME_3D),
                    () -> Convolution3d.frames(IMAGE, 3, zeros(3, 4, 3, 3, 3), null, SAME_3D))),
            Map.entry("Convolution3d.outputFrames", List.of(
                    () -> Convolution3d.outputFrames(CLIP, 2, zeros(3, 4, 3, 3, 3), SAME_3D),
                    () -> Convolution3d.outputFrames(IMAGE, 0, zeros(3, 4, 3, 3, 3), SAME_3D),
                    () -> Convolution3d.outputFrames(IMAGE, 3, zeros(3, 4, 3, 3, 3), SAME_3D))),
            Map.entry("MatMul.matmul", List.of(
                    () -> MatMul.matmul(zeros(3), zeros(3)),
                    () -> MatMul.matmul(zeros(2, 3), zeros(4, 2)),
                    () -> MatMul.matmul(zeros(2, 3), zeros(2, 3, 2)),
                    () -> MatMul.matmul(zeros(2, 2, 3), zeros(3, 3, 2)),
                    () -> MatMul.matmul(zeros(2, 3), zeros(3, 4), true, false),
                    () -> MatMul.matmul(zeros(2, 3), zeros(3, 4), false, true),
                    () -> MatMul.matmul(zeros(2, 3), zeros(3, 4), false, false, zeros(4, 2)))),
            Map.entry("Linear.linear", List.of(
                    () -> Linear.linear(zeros(2, 3, 1), zeros(4, 3), null),
                    () -> Linear.linear(zeros(2, 3), zeros(4), null),
                    () -> Linear.linear(zeros(2, 3), zeros(4, 5), null),
                    () -> Linear.linear(zeros(2, 3), zeros(4, 3), THREE))),
            Map.entry("BatchNorm.inference", List.of(
                    () -> BatchNorm.inference(FOUR, FOUR, FOUR, FOUR, FOUR, 0),
                    () -> BatchNorm.inference(IMAGE, THREE, FOUR, FOUR, FOUR, 0),
                    () -> BatchNorm.inference(IMAGE, FOUR, THREE, FOUR, FOUR, 0),
                    () -> BatchNorm.inference(IMAGE, FOUR, FOUR, THREE, FOUR, 0),
                    () -> BatchNorm.inference(IMAGE, FOUR, FOUR, FOUR, THREE, 0))),
            Map.entry("Activation.apply", List.of(() -> Activation.RELU.apply(THREE, FOUR))),
            Map.entry("Activation.gradient", List.of(
                    () -> Activation.SILU.gradient(THREE, FOUR, FOUR),
                    () -> Activation.SILU.gradient(FOUR, FOUR, THREE))),
            Map.entry("Add.add", List.of(() -> Add.add(THREE, FOUR))),
            Map.entry("Add.addInPlace", List.of(() -> Add.addInPlace(zeros(2, 3), zeros(3, 2)))),
            Map.entry("Pooling.maxPool2d", List.of(
                    () -> Pooling.maxPool2d(zeros(4, 5, 5), 3, 2, 1),
                    () -> Pooling.maxPool2d(IMAGE, 3, 2, 2),
                    () -> Pooling.maxPool2d(IMAGE, 3, 2, -1),
                    () -> Pooling.maxPool2d(IMAGE, 8, 2, 1),
                    () -> Pooling.maxPool2d(IMAGE, 3, 0, 1),
                    () -> Pooling.maxPool2d(IMAGE, 0, 2, 0))),
            Map.entry("Pooling.avgPool2d", List.of(
                    () -> Pooling.avgPool2d(zeros(4, 5, 5), 3, 2, 1),
                    () -> Pooling.avgPool2d(IMAGE, 8, 2, 1))),
            Map.entry("Pooling.globalAvgPool", List.of(
                    () -> Pooling.globalAvgPool(zeros(4, 5)),
                    () -> Pooling.globalAvgPool(zeros(4, 5, 0, 3)))),
            Map.entry("TemporalPool.maxPool", List.of(
                    () -> TemporalPool.maxPool(zeros(6, 2), 3),
                    () -> TemporalPool.maxPool(zeros(6, 2), 0),
                    () -> TemporalPool.maxPool(zeros(6, 2), 4))),
            Map.entry("Softmax.softmax", List.of(
                    () -> Softmax.softmax(zeros()),
                    () -> Softmax.softmax(FOUR, THREE))),
            Map.entry("Softmax.logSoftmax", List.of(() -> Softmax.logSoftmax(zeros()))),
            Map.entry("Consensus.average", List.of(
                    () -> Consensus.average(zeros(6), 3),
                    () -> Consensus.average(zeros(6, 2), 0),
                    () -> Consensus.average(zeros(6, 2), 4))),
            Map.entry("Shift.apply", List.of(
                    () -> Shift.bidirectional(8).apply(zeros(8), 8),
                    () -> Shift.bidirectional(8).apply(zeros(6, 8), 4),
                    () -> Shift.bidirectional(8).apply(zeros(6, 8), 0))),
            Map.entry("Shift.applyInPlace", List.of(() -> Shift.bidirectional(8).applyInPlace(zeros(6, 8), 4))),
            Map.entry("ImageStack.shift", List.of(
                    () -> ImageStack.shift(Shift.bidirectional(8), STACK, 6, 4, STACK),
                    () -> ImageStack.shift(Shift.bidirectional(8), STACK, 6, 0, STACK),
                    () -> ImageStack.shift(Shift.bidirectional(8), STACK, 5, 5, STACK),
                    () -> ImageStack.shift(Shift.bidirectional(8), IMAGE, 5, 5, IMAGE),
                    () -> ImageStack.shift(Shift.bidirectional(8), STACK, 6, 3, zeros(1, 2, 6, 4)))),
            Map.entry("ImageStack.stack", List.of(
                    () -> ImageStack.stack(THREE, STACK),
                    () -> ImageStack.stack(zeros(2, 2, 3, 4), STACK))),
            Map.entry("ImageStack.unstack", List.of(() -> ImageStack.unstack(STACK, zeros(4, 2, 1, 3)))),
            Map.entry("ImageStack.acceptsDepthwise", List.of(() -> ImageStack.acceptsDepthwise(FOUR, DEPTHWISE))),
            Map.entry("ImageStack.depthwise", List.of(
                    () -> ImageStack.depthwise(STACK, 4, FILTERS, DEPTHWISE, STACK),
                    () -> ImageStack.depthwise(IMAGE, 1, FILTERS, DEPTHWISE, IMAGE),
                    () -> ImageStack.depthwise(STACK, 6, zeros(3, 1, 3, 3), ConvSpec.of(1, 1, 3), STACK),
                    () -> ImageStack.depthwise(STACK, 6, zeros(2, 1, 5, 5), DEPTHWISE, STACK),
                    () -> ImageStack.depthwise(STACK, 6, FILTERS, ConvSpec.of(2, 1, 2), STACK))),
            Map.entry("ImageStack.depthwiseGradients", List.of(
                    () -> ImageStack.depthwiseGradients(STACK, 6, FILTERS, DEPTHWISE, IMAGE, STACK, FILTERS),
                    () -> ImageStack.depthwiseGradients(STACK, 6, FILTERS, DEPTHWISE, STACK, IMAGE, FILTERS),
                    () -> ImageStack.depthwiseGradients(STACK, 6, FILTERS, DEPTHWISE, STACK, STACK, FOUR))),
            Map.entry("Shift.step", List.of(() -> Shift.unidirectional(8).step(zeros(1, 8), zeros(1, 2)))),
            Map.entry("Shift.memory", List.of(() -> Shift.unidirectional(8).memory(zeros(8)))));

    @Test
    void everyOperatorIsInTheTable() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : operators()) {
            for (Method method : type.getDeclaredMethods()) {
                boolean takesTensor = Arrays.asList(method.getParameterTypes()).contains(Tensor.class);
                if (Modifier.isPublic(method.getModifiers()) && takesTensor) {
                    found.add(type.getSimpleName() + "." + method.getName());
                }
            }
        }
        Set<String> known = new TreeSet<>(BAD.keySet());
        known.addAll(BadGradientShapes.BAD.keySet());
        known.addAll(ANY_SHAPE);
        assertEquals(known, found);
    }

    private static List<Class<?>> operators() throws IOException, URISyntaxException, ClassNotFoundException {
        Path classes = Path.of(Shift.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String pack = Shift.class.getPackageName();
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes.resolve(pack.replace('.', '/')))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace(".class", "").replace('/', '.');
                Class<?> type = Class.forName(name);
                if (Modifier.isPublic(type.getModifiers())) {
                    types.add(type);
                }
            }
        }
        return types;
    }

    @Test
    void badShapesAreRefusedWithBothNumbers() {
        Map<String, List<Executable>> all = new HashMap<>(BAD);
        all.putAll(BadGradientShapes.BAD);
        all.forEach((operator, calls) -> {
            for (int i = 0; i < calls.size(); i++) {
                String call = operator + ", bad call " + i;
                ShapeException refused = assertThrows(ShapeException.class, calls.get(i), call);
                assertTrue(TWO_NUMBERS.matcher(refused.getMessage()).matches(), call + ": " + refused.getMessage());
            }
        });
    }

    @Test
    void badSettingsAreRefused() {
        assertThrows(ShapeException.class, () -> ConvSpec.of(0, 1));
        assertThrows(ShapeException.class, () -> ConvSpec.of(1, -1));
        assertThrows(ShapeException.class, () -> ConvSpec.of(1, 1, 0));
        assertThrows(ShapeException.class, () -> Conv3dSpec.of(0, 1, 0, 0));
        assertThrows(ShapeException.class, () -> Conv3dSpec.of(1, 1, -1, 0));
        assertThrows(ShapeException.class, () -> new Conv3dSpec(1, 0, ConvSpec.of(1, 0, 2)));
        assertThrows(ShapeException.class, () -> Shift.bidirectional(1));
        assertThrows(ShapeException.class, () -> new Shift(8, 2, 0, Shift.Boundary.ZERO));
    }

    @Test
    void emptyBatchesAreFine() {
        assertEquals(0, Convolution.conv2d(zeros(0, 4, 5, 5), zeros(3, 4, 3, 3), null, SAME).size());
        assertEquals(0, Pooling.maxPool2d(zeros(0, 4, 5, 5), 3, 2, 1).size());
        assertEquals(0, BatchNorm.inference(zeros(0, 4), FOUR, FOUR, FOUR, FOUR, 0).size());
        assertEquals(0, TemporalPool.maxPool(zeros(0, 4), 2).size());
        assertEquals(0, Consensus.average(zeros(0, 4), 2).size());
        assertEquals(0, Shift.bidirectional(8).apply(zeros(0, 4), 2).size());
        assertEquals(0, Softmax.softmax(zeros(0, 4)).size());
    }
}
