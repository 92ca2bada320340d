package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;

/** {@link WinogradTransform} that is plain Java at first, and the vector kernel later; see {@link WarmUp}. */
final class WarmingWinograd implements WinogradTransform {

    private final Handover<WinogradTransform> transform;

    WarmingWinograd(Handover<WinogradTransform> transform) {
        this.transform = transform;
    }

    @Override
    public void input(float[] x, int xAt, int rowStride, float[] v, int vAt, int vStride, float[] scratch) {
        long began = transform.start();
        transform.kernel().input(x, xAt, rowStride, v, vAt, vStride, scratch);
        transform.stop(began);
    }

    @Override
    public void output(float[] m, int mAt, int mStride, float[] start, int startAt, int startRow, int startStride,
                       Epilogue end, int biasAt, float[] y, int yAt, int yRow, int rows, int columns, float[] scratch) {
        long began = transform.start();
        transform.kernel().output(m, mAt, mStride, start, startAt, startRow, startStride, end, biasAt, y, yAt, yRow,
                rows, columns, scratch);
        transform.stop(began);
    }

    @Override
    public void outputGradient(float[] y, int yAt, int rowStride, float[] m, int mAt, int mStride, float[] scratch) {
        transform.kernel().outputGradient(y, yAt, rowStride, m, mAt, mStride, scratch);
    }

    @Override
    public void filter(float[] w, int wAt, float[] u, int uAt, int uStride, float[] scratch) {
        transform.kernel().filter(w, wAt, u, uAt, uStride, scratch);
    }

    @Override
    public void filterGradient(float[] u, int uAt, int uStride, float[] w, int wAt, float[] scratch) {
        transform.kernel().filterGradient(u, uAt, uStride, w, wAt, scratch);
    }
}
