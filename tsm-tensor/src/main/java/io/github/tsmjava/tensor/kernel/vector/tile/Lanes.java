package io.github.tsmjava.tensor.kernel.vector.tile;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The vectors of this process, which all have the same width, and the operations that kernels share. */
public final class Lanes {

    public static final VectorSpecies<Float> SPECIES =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Width.BITS));
    public static final int COUNT = SPECIES.length();

    public static final boolean FMA = Width.FMA;
    public static final boolean MANY_REGISTERS = Width.MANY_REGISTERS;

    private Lanes() { }

    /** {@code a * b + c}, fused where that is fast. */
    public static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
        return FMA ? a.fma(b, c) : a.mul(b).add(c);
    }

    /** {@code a * b + c} of single values, rounded as the vectors are. */
    public static float fma(float a, float b, float c) {
        return FMA ? Math.fma(a, b, c) : a * b + c;
    }

    /** Raises elements below {@code low} to it and lowers those above {@code high}: cheaper than max and min. */
    public static FloatVector clamp(FloatVector a, FloatVector low, FloatVector high) {
        FloatVector raised = a.blend(low, a.lt(low));
        return raised.blend(high, high.lt(raised));
    }
}
