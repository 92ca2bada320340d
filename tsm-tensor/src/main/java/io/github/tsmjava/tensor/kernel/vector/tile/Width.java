package io.github.tsmjava.tensor.kernel.vector.tile;

import jdk.incubator.vector.VectorShape;

/**
 * The one vector width of this process: the machine's widest, or {@code tsm.vectorBits} if that is narrower. In a class
 * of its own, because whoever asks for it need not load {@link Lanes} and its vectors, which takes tens of
 * milliseconds.
 */
public final class Width {

    private static final int WIDEST = VectorShape.preferredShape().vectorBitSize();
    public static final int BITS = Math.min(Integer.getInteger("tsm.vectorBits", WIDEST), WIDEST);
    public static final int LANES = BITS / Float.SIZE;

    private static final boolean X86 = switch (System.getProperty("os.arch", "")) {
        case "amd64", "x86_64", "x86" -> true;
        default -> false;
    };

    /** Whether a fused multiply-add is an instruction: x86 has it from AVX2 on, which also means 256 bits. */
    public static final boolean FMA = !X86 || WIDEST > 128;

    /** Whether there are 32 vector registers: on x86 only with AVX-512. */
    public static final boolean MANY_REGISTERS = !X86 || WIDEST > 256;

    private Width() { }
}
