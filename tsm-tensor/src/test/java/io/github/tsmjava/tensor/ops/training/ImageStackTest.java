package io.github.tsmjava.tensor.ops.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Convolution;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.layer.ConvolutionGradient;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Operators on stacked images against the same ones on the images. */
class ImageStackTest {

    private static final int PROBLEMS = 60;

    private final Random random = new Random(11);

    private Tensor random(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextFloat(-1, 1);
        }
        return tensor;
    }

    private static Tensor garbage(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        Arrays.fill(tensor.data(), Float.NaN);
        return tensor;
    }

    private static Tensor stack(Tensor x) {
        Tensor y = garbage(1, x.dim(1), x.dim(0) * x.dim(2), x.dim(3));
        ImageStack.stack(x, y);
        return y;
    }

    private static Tensor unstack(Tensor x, int images) {
        Tensor y = garbage(images, x.dim(1), x.dim(2) / images, x.dim(3));
        ImageStack.unstack(x, y);
        return y;
    }

    private int oneTo(int most) {
        return 1 + random.nextInt(most);
    }

    @Test
    void aChannelOfAllImagesIsOneRun() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 2, 1, 2);
        Tensor y = stack(x);
        assertArrayEquals(new int[] {1, 2, 3, 2}, y.shape());
        assertArrayEquals(new float[] {1, 2, 5, 6, 9, 10, 3, 4, 7, 8, 11, 12}, y.data());
        assertArrayEquals(x.data(), unstack(y, 3).data());
    }

    @Test
    void depthwiseConvolutionsAndTheirGradients() {
        for (int problem = 0; problem < PROBLEMS; problem++) {
            int images = oneTo(problem % 3 == 0 ? 90 : 9);
            int channels = 1 + oneTo(6);
            int height = oneTo(problem % 4 == 0 ? 50 : 12);
            int width = oneTo(problem % 4 == 0 ? 50 : 12);
            ConvSpec spec = ConvSpec.of(1 + problem % 2, 1, channels);
            Tensor x = random(images, channels, height, width);
            Tensor weight = random(channels, 1, 3, 3);
            Tensor y = Convolution.conv2d(x, weight, null, spec);
            Tensor dy = random(y.shape());
            Tensor dx = Tensor.zeros(x.shape());
            Tensor dw = Tensor.zeros(weight.shape());
            ConvolutionGradient.input(dy, weight, spec, dx);
            ConvolutionGradient.weight(x, dy, spec, dw);

            Tensor tall = stack(x);
            Tensor tallY = garbage(stack(y).shape());
            ImageStack.depthwise(tall, images, weight, spec, tallY);
            assertArrayEquals(y.data(), unstack(tallY, images).data(), 1e-6f, "output of " + x);
            Tensor tallDx = garbage(tall.shape());
            Tensor stackedDw = garbage(weight.shape());
            ImageStack.depthwiseGradients(tall, images, weight, spec, stack(dy), tallDx, stackedDw);
            assertArrayEquals(dx.data(), unstack(tallDx, images).data(), 1e-6f, "input gradient of " + x);
            float tolerance = 1e-6f * (float) Math.sqrt(y.size()) * 10;
            assertArrayEquals(dw.data(), stackedDw.data(), tolerance, "weight gradient of " + x);
        }
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() {
        ConvSpec spec = ConvSpec.of(2, 1, 7);
        Tensor x = random(40, 7, 9, 11);
        Tensor weight = random(7, 1, 3, 3);
        Tensor[] results = new Tensor[2];
        for (int threads = 1; threads <= 2; threads++) {
            Tensor y = garbage(1, 7, 40 * 5, 6);
            Tensor dw = garbage(weight.shape());
            try (WorkerPool pool = new WorkerPool(threads)) {
                pool.run(() -> {
                    ImageStack.depthwise(stack(x), 40, weight, spec, y);
                    Tensor tall = stack(x);
                    ImageStack.depthwiseGradients(tall, 40, weight, spec, y, garbage(tall.shape()), dw);
                });
            }
            results[threads - 1] = dw;
        }
        assertArrayEquals(results[0].data(), results[1].data());
    }

    @Test
    void shifts() {
        for (int problem = 0; problem < PROBLEMS; problem++) {
            int segments = oneTo(5);
            int clips = oneTo(3);
            Shift shift = new Shift(2 + random.nextInt(7), random.nextInt(3) - 1, random.nextInt(3) - 1,
                    Shift.Boundary.values()[problem % 2]);
            Tensor x = random(clips * segments, oneTo(20), oneTo(5), oneTo(5));
            Tensor expected = shift.apply(x, segments);
            Tensor tall = stack(x);
            Tensor y = garbage(tall.shape());
            ImageStack.shift(shift, tall, clips * segments, segments, y);
            assertArrayEquals(expected.data(), unstack(y, clips * segments).data(), shift + " of " + x);
            ImageStack.shift(shift, tall, clips * segments, segments, tall);
            assertArrayEquals(y.data(), tall.data(), shift + " in place");
        }
    }

    @Test
    void onlyDepthwiseThreeByThreeIsAccepted() {
        assertTrue(ImageStack.acceptsDepthwise(Tensor.zeros(4, 1, 3, 3), ConvSpec.of(1, 1, 4)));
        assertTrue(ImageStack.acceptsDepthwise(Tensor.zeros(4, 1, 3, 3), ConvSpec.of(2, 1, 4)));
        assertFalse(ImageStack.acceptsDepthwise(Tensor.zeros(4, 1, 3, 3), ConvSpec.of(3, 1, 4)));
        assertFalse(ImageStack.acceptsDepthwise(Tensor.zeros(4, 1, 3, 3), ConvSpec.of(1, 0, 4)));
        assertFalse(ImageStack.acceptsDepthwise(Tensor.zeros(4, 1, 5, 5), ConvSpec.of(1, 1, 4)));
        assertFalse(ImageStack.acceptsDepthwise(Tensor.zeros(8, 1, 3, 3), ConvSpec.of(1, 1, 4)));
        assertFalse(ImageStack.acceptsDepthwise(Tensor.zeros(4, 4, 3, 3), ConvSpec.of(1, 1)));
    }

    @Test
    void pointwiseConvolutionsTakeAStackAsAnImage() {
        ConvSpec spec = ConvSpec.of(1, 0);
        assertTrue(spec.isPointwise(1, 1));
        assertFalse(spec.isPointwise(1, 3) || ConvSpec.of(2, 0).isPointwise(1, 1)
                || ConvSpec.of(1, 1).isPointwise(1, 1));
        Tensor x = random(6, 5, 4, 3);
        Tensor weight = random(7, 5, 1, 1);
        Tensor y = Convolution.conv2d(x, weight, null, spec);
        assertArrayEquals(y.data(), unstack(Convolution.conv2d(stack(x), weight, null, spec), 6).data(), 1e-6f);
    }
}
