package io.github.tsmjava.tensor.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The one vector width of this process: the machine's widest, or {@code tsm.vectorBits} if that is narrower. */
final class Lanes {

    static final VectorSpecies<Float> SPECIES = species();
    static final int COUNT = SPECIES.length();

    private static final boolean X86 = switch (System.getProperty("os.arch", "")) {
        case "amd64", "x86_64", "x86" -> true;
        default -> false;
    };

    /** Whether a fused multiply-add is an instruction: x86 has it from AVX2 on, which also means 256 bits. */
    static final boolean FMA = !X86 || FloatVector.SPECIES_PREFERRED.vectorBitSize() > 128;

    /** Whether there are 32 vector registers: on x86 only with AVX-512. */
    static final boolean MANY_REGISTERS = !X86 || FloatVector.SPECIES_PREFERRED.vectorBitSize() > 256;

    private Lanes() { }

    private static VectorSpecies<Float> species() {
        int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        int wanted = Integer.getInteger("tsm.vectorBits", widest);
        return VectorSpecies.of(float.class, VectorShape.forBitSize(Math.min(wanted, widest)));
    }

    /** {@code a * b + c}, fused where that is fast. */
    static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
        return FMA ? a.fma(b, c) : a.mul(b).add(c);
    }

    /** {@code a * b + c} of single numbers, rounded as the vectors are. */
    static float fma(float a, float b, float c) {
        return FMA ? Math.fma(a, b, c) : a * b + c;
    }

    /** Numbers below {@code low} raised to it, above {@code high} lowered to it: cheaper than max and min. */
    static FloatVector clamp(FloatVector a, FloatVector low, FloatVector high) {
        FloatVector raised = a.blend(low, a.lt(low));
        return raised.blend(high, high.lt(raised));
    }
}
