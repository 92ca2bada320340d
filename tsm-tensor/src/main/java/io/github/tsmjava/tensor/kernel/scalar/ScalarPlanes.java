package io.github.tsmjava.tensor.kernel.scalar;

import io.github.tsmjava.tensor.kernel.depthwise.PlaneKernel;

/** {@link PlaneKernel}, for depthwise 3×3 convolutions of planes, element by element in double precision. */
public final class ScalarPlanes extends PlaneKernel {

    public ScalarPlanes() {
        super(1);
    }

    @Override
    public void convolve(float[] x, int xAt, int width, Masks masks, float[] w, int wAt, float start,
                         float[] y, int yAt, int count) {
        for (int i = 0; i < count; i++) {
            double sum = start;
            for (int tap = 0; tap < 9; tap++) {
                sum += (double) w[wAt + tap] * mask(masks, i, tap) * x[xAt + i + offset(width, tap)];
            }
            y[yAt + i] = (float) sum;
        }
    }

    @Override
    public void dots(float[] g, int gAt, float[] x, int xAt, int width, Masks masks, int count, float[] sums) {
        for (int tap = 0; tap < 9; tap++) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += (double) g[gAt + i] * mask(masks, i, tap) * x[xAt + i + offset(width, tap)];
            }
            sums[tap] += (float) sum;
        }
    }

    private static int offset(int width, int tap) {
        return (tap / 3 - 1) * width + tap % 3 - 1;
    }

    private static float mask(Masks masks, int i, int tap) {
        return switch (tap % 3) {
            case 0 -> masks.left()[i];
            case 2 -> masks.right()[i];
            default -> 1f;
        };
    }
}
