package io.github.tsmjava.tensor.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.tensor.ConvolutionMatrices;
import io.github.tsmjava.tensor.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Convolution3dTest {

    /** Three frames of one pixel, then three of another clip. */
    private static final Tensor PIXELS = Tensor.of(new float[] {1, 2, 4, 10, 20, 40}, 2, 1, 3, 1, 1);

    @Test
    void sumsOverTimeAndPadsWithZeros() {
        Tensor weight = Tensor.of(new float[] {1, 10, 100}, 1, 1, 3, 1, 1);
        Tensor y = Convolution3d.conv3d(PIXELS, weight, Tensor.of(new float[] {0.5f}, 1), Conv3dSpec.of(1, 1, 1, 0));
        assertArrayEquals(new int[] {2, 1, 3, 1, 1}, y.shape());
        assertArrayEquals(new float[] {210.5f, 421.5f, 42.5f, 2100.5f, 4210.5f, 420.5f}, y.data());
    }

    @Test
    void movesInTimeByItsStride() {
        Tensor weight = Tensor.of(new float[] {1, 10}, 1, 1, 2, 1, 1);
        Tensor y = Convolution3d.conv3d(PIXELS, weight, null, Conv3dSpec.of(2, 1, 1, 0));
        assertArrayEquals(new float[] {10, 42, 100, 420}, y.data());
    }

    @Test
    void sumsOverChannelsAndPixels() {
        // Two channels of two frames of 1×2 pixels; 2×1×2 taps.
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 1, 2);
        Tensor weight = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 0, 0, 0, 0, 0, -1}, 2, 2, 2, 1, 2);
        Tensor y = Convolution3d.conv3d(x, weight, null, Conv3dSpec.of(1, 1, 0, 0));
        assertArrayEquals(new int[] {1, 2, 1, 1, 1}, y.shape());
        assertArrayEquals(new float[] {204, -7}, y.data());
    }

    @Test
    void equalsTheProductOfItsMatrices() {
        Random random = new Random(3);
        for (int i = 0; i < 150; i++) {
            int kernelT = 1 + random.nextInt(5);
            int kernelH = 1 + random.nextInt(4);
            int kernelW = 1 + random.nextInt(4);
            Conv3dSpec spec = new Conv3dSpec(1 + random.nextInt(3), random.nextInt(3), new ConvSpec(
                    1 + random.nextInt(3), 1 + random.nextInt(3), random.nextInt(3), random.nextInt(3), 1));
            Tensor x = random(random, 1 + random.nextInt(3), 1 + random.nextInt(9), kernelT + random.nextInt(6),
                    kernelH + random.nextInt(9), kernelW + random.nextInt(9));
            Tensor weight = random(random, 1 + random.nextInt(12), x.dim(1), kernelT, kernelH, kernelW);
            Tensor bias = random.nextBoolean() ? random(random, weight.dim(0)) : null;
            Tensor y = Convolution3d.conv3d(x, weight, bias, spec);
            assertArrayEquals(new int[] {x.dim(0), weight.dim(0), spec.outputFrames(x.dim(2), kernelT),
                spec.image().outputHeight(x.dim(3), kernelH), spec.image().outputWidth(x.dim(4), kernelW)}, y.shape());
            ConvolutionMatrices.of(x.shape(), weight.shape(), y.shape(), spec)
                    .output(x.data(), weight.data(), bias == null ? null : bias.data())
                    .assertClose(y.data(), weight.size() / weight.dim(0) + 1, x + " * " + weight + " " + spec);
        }
    }

    @Test
    void framesMayLieInTheBatch() {
        Random random = new Random(4);
        Tensor x = random(random, 2, 3, 5, 6, 7);
        Tensor weight = random(random, 4, 3, 3, 3, 3);
        Conv3dSpec spec = Conv3dSpec.of(2, 1, 1, 1);
        Tensor frames = x.permute(0, 2, 1, 3, 4).reshape(10, 3, 6, 7);
        Tensor y = Convolution3d.frames(frames, 5, weight, null, spec);
        assertArrayEquals(new int[] {6, 4, 6, 7}, y.shape());
        assertArrayEquals(Convolution3d.conv3d(x, weight, null, spec).data(),
                y.reshape(2, 3, 4, 6, 7).permute(0, 2, 1, 3, 4).data());
    }

    /** A shift by one frame is the 3×1×1 convolution that takes each channel from where the shift does. */
    @Test
    void theTemporalShiftIsASpecialCase() {
        Tensor x = random(new Random(5), 8, 8, 3, 2);
        Tensor weight = Tensor.zeros(8, 8, 3, 1, 1);
        for (int c = 0; c < 8; c++) {
            weight.set(1, c, c, c < 2 ? 2 : c < 4 ? 0 : 1, 0, 0);
        }
        assertArrayEquals(Shift.bidirectional(4).apply(x, 4).data(),
                Convolution3d.frames(x, 4, weight, null, Conv3dSpec.of(1, 1, 1, 0)).data());
    }

    @Test
    void emptyBatchesAreFine() {
        assertEquals(0, Convolution3d.conv3d(Tensor.zeros(0, 1, 3, 1, 1), Tensor.zeros(1, 1, 3, 1, 1), null,
                Conv3dSpec.of(1, 1, 1, 0)).size());
    }

    private static Tensor random(Random random, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = 2 * random.nextFloat() - 1;
        }
        return tensor;
    }
}
