package io.github.tsmjava.tensor.kernel.warmup;

import io.github.tsmjava.tensor.kernel.blocked.Epilogue;
import io.github.tsmjava.tensor.kernel.blocked.MapKernels;
import java.util.function.Consumer;

/**
 * Calls {@link MapKernels} on zeros: depthwise convolutions of either stride, sums under three taps, a maximum, a mean;
 * for {@link KernelWarmUp}.
 */
final class MapsWorkload implements Consumer<MapKernels> {

    private static final int SIDE = 16;

    private final int lanes;
    private final float[] x;
    private final float[] w;
    private final float[] y;
    private final Epilogue end;
    private final int[] terms = new int[3];

    MapsWorkload(int lanes) {
        this.lanes = lanes;
        x = new float[SIDE * SIDE * lanes];
        w = new float[9 * lanes];
        y = new float[SIDE * SIDE * lanes];
        end = new Epilogue(new float[lanes], 0, 6);
    }

    @Override
    public void accept(MapKernels maps) {
        int row = SIDE * lanes;
        maps.depthwise3x3(x, 0, row, 1, w, 0, end, 0, y, 0, row, 2, SIDE - 2);
        maps.depthwise3x3(x, 0, row, 2, w, 0, end, 0, y, 0, row, 2, SIDE / 2 - 1);
        maps.threeTaps(x, terms, w, 0, end, 0, y, 0, SIDE);
        maps.maximum(x, 0, 2 * lanes, y, 0, SIDE / 2);
        maps.mean(x, 0, row, 4, 4, y, 0);
    }
}
