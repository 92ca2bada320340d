package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.WinogradTransform;
import java.util.function.Consumer;

/** Calls a {@link WinogradTransform} on one tile of zeros; for {@link KernelWarmUp}. */
final class WinogradWorkload implements Consumer<WinogradTransform> {

    private final int lanes;
    private final float[] pixels;
    private final float[] coefficients;
    private final float[] scratch;
    private final Epilogue end;

    WinogradWorkload(int lanes) {
        this.lanes = lanes;
        pixels = new float[WinogradTransform.COEFFICIENTS * lanes];
        coefficients = new float[WinogradTransform.COEFFICIENTS * lanes];
        scratch = new float[WinogradTransform.COEFFICIENTS * lanes];
        end = new Epilogue(new float[lanes], 0, 6);
    }

    @Override
    public void accept(WinogradTransform transform) {
        int side = WinogradTransform.OUTPUTS;
        int row = WinogradTransform.INPUTS * lanes;
        transform.input(pixels, 0, row, coefficients, 0, lanes, scratch);
        transform.output(coefficients, 0, lanes, pixels, 0, row, lanes, end, 0, pixels, 0, row, side, side, scratch);
        transform.filter(pixels, 0, coefficients, 0, lanes, scratch);
    }
}
