package io.github.tsmjava.tensor.kernel.blocked;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.base.ConvShape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Convolutions of groups on blocked maps, whatever the width of a vector, against the scalar reference. */
class GroupedConvolutionTest {

    private static final long SEED = 32;

    private record Case(int frames, int groups, int inputs, int outputs, int height, int width, int kernel, int stride,
                        int padding, int border, boolean clamped) {

        ConvShape shape() {
            return new ConvShape(frames, groups * inputs, height, width, groups * outputs, kernel, kernel, stride,
                    stride, padding, padding, groups);
        }
    }

    /** ResNeXt's groups in small, then any. */
    static Stream<Case> cases() {
        Random random = new Random(SEED);
        List<Case> usual = IntStream.of(1, 2, 4, 8, 16, 32, 64).boxed().flatMap(size -> IntStream.of(1, 2)
                .mapToObj(stride -> new Case(2, Math.max(2, 64 / size), size, size, 9, 17, 3, stride, 1, 1, true)))
                .toList();
        return Stream.concat(usual.stream(), IntStream.range(0, 60).mapToObj(i -> random(random)));
    }

    private static Case random(Random random) {
        int inputs = random.nextBoolean() ? 1 << random.nextInt(6) : 1 + random.nextInt(20);
        int outputs = random.nextInt(3) > 0 ? inputs : 1 + random.nextInt(20);
        int kernel = random.nextBoolean() ? 3 : 1 + random.nextInt(5);
        int padding = random.nextInt(kernel);
        return new Case(1 + random.nextInt(3), 1 + random.nextInt(9), inputs, outputs, kernel + random.nextInt(12),
                kernel + random.nextInt(40), kernel, 1 + random.nextInt(3), padding, padding + random.nextInt(2),
                random.nextBoolean());
    }

    private static float[] noise(Random random, int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = random.nextFloat() * 2 - 1;
        }
        return numbers;
    }

    private static Maps maps(int frames, int channels, int height, int width, int border, int lanes) {
        return new Maps(frames, channels, height, width, border, border, lanes);
    }

    /** Where an element {@code [frame, channel, row, column]} of planes lies in maps. */
    private static int at(Maps maps, int i) {
        int pixel = i % maps.pixels();
        int plane = i / maps.pixels();
        return plane / maps.channels() * maps.frameStride() + maps.channel(plane % maps.channels())
                + maps.pixel(pixel / maps.width(), pixel % maps.width());
    }

    private static float[] blocked(Maps maps, float[] planes, int base) {
        float[] blocked = new float[base + maps.size()];
        for (int i = 0; i < planes.length; i++) {
            blocked[base + at(maps, i)] = planes[i];
        }
        return blocked;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void groupsSeeTheirOwnChannels(Case one) {
        for (Kernels kernels : List.of(Kernels.get(), Kernels.scalar())) {
            check(one, kernels.blocked());
        }
        check(one, Kernels.get().blocked(1));
    }

    private static void check(Case one, BlockedKernels kernels) {
        Random random = new Random(one.hashCode());
        ConvShape s = one.shape();
        float[] x = noise(random, s.batch() * s.inChannels() * s.inPlane());
        float[] w = noise(random, s.outChannels() * s.depth());
        float[] bias = noise(random, s.outChannels());
        float[] expected = new float[s.batch() * s.outChannels() * s.outPlane()];
        Kernels.scalar().convolutions().getLast().run(s, x, w, bias, expected, WorkerPool.current());

        Maps from = maps(s.batch(), s.inChannels(), s.inHeight(), s.inWidth(), one.border, kernels.lanes());
        Maps to = maps(s.batch(), s.outChannels(), s.outHeight(), s.outWidth(), random.nextInt(2), kernels.lanes());
        float low = one.clamped ? 0 : Float.NEGATIVE_INFINITY;
        float high = one.clamped ? 2 : Float.POSITIVE_INFINITY;
        GroupedConvolution convolution = GroupedConvolution.of(kernels,
                new GroupedConvolution.Shape(from, to, one.kernel, one.stride, one.padding, one.groups), w,
                new Epilogue(Arrays.copyOf(bias, to.blocks() * to.lanes()), low, high));
        float[] y = new float[5 + to.size()];
        convolution.run(blocked(from, x, 3), 3, y, 5, WorkerPool.current());
        for (int i = 0; i < expected.length; i++) {
            assertEquals(Math.clamp(expected[i], low, high), y[5 + at(to, i)], 1e-4, one + " at " + i);
            y[5 + at(to, i)] = 0;
        }
        // Nothing but the maps' own pixels is written: borders stay zero, and so does what fills up the last block.
        for (int i = 0; i < y.length; i++) {
            assertEquals(0, y[i], one + " writes beyond its pixels, at " + i);
        }
    }

    @Test
    void threadsDoNotChangeTheSums() throws Exception {
        BlockedKernels kernels = Kernels.get().blocked();
        for (int size : new int[] {4, 32}) {
            Maps maps = maps(1, 64, 31, 30, 1, kernels.lanes());
            Random random = new Random(SEED);
            GroupedConvolution convolution = GroupedConvolution.of(kernels,
                    new GroupedConvolution.Shape(maps, maps, 3, 1, 1, 64 / size), noise(random, 64 * size * 9),
                    new Epilogue(new float[maps.blocks() * maps.lanes()], 0, 6));
            float[] x = blocked(maps, noise(random, 64 * maps.pixels()), 0);
            float[] alone = new float[maps.size()];
            float[] together = new float[maps.size()];
            try (WorkerPool pool = new WorkerPool(1)) {
                convolution.run(x, 0, alone, 0, pool);
            }
            try (WorkerPool pool = new WorkerPool(3)) {
                convolution.run(x, 0, together, 0, pool);
            }
            assertArrayEquals(alone, together);
        }
    }
}
