package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.ConvTile;
import io.github.tsmjava.tensor.kernel.blocked.Epilogue;

/** Any {@link ConvTile} in plain Java, with the results of the vector tile to the bit. */
abstract class PlainTile extends ConvTile {

    final int lanes;
    final boolean fused;
    private final boolean shallow;

    PlainTile(int pixels, boolean shallow, int lanes, boolean fused) {
        super("plain-" + pixels, pixels);
        this.shallow = shallow;
        this.lanes = lanes;
        this.fused = fused;
    }

    /** Which is quicker is a matter of lanes: C2 vectorises loops of 32 outputs well, of 16 badly. */
    static PlainTile of(int pixels, boolean shallow, int lanes, boolean fused) {
        return lanes < 16 ? new PlainLocalsTile(pixels, shallow, lanes, fused)
                : new PlainArrayTile(pixels, shallow, lanes, fused);
    }

    /** Adds a bias and clamps. */
    final float end(float sum, Epilogue end, int biasAt) {
        float value = sum + end.bias()[biasAt];
        return shallow ? clamp(value, end.low(), end.high()) : Math.min(Math.max(value, end.low()), end.high());
    }

    /** By comparison as in the vector kernels: other than max and min it leaves a negative zero as it is. */
    static float clamp(float value, float low, float high) {
        float raised = value < low ? low : value;
        return high < raised ? high : raised;
    }
}
