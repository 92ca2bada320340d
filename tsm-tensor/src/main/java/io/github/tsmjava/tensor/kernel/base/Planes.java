package io.github.tsmjava.tensor.kernel.base;

/** How many planes {@code [H, W]} a task of an element-wise or pooling operator computes. */
public final class Planes {

    /** Elements of a task: so many that starting it costs little beside it, so few that they stay in a core's cache. */
    public static final int GRAIN = 1 << 15;

    private Planes() { }

    /** How many planes of this size make a task. */
    public static int grain(int plane) {
        return Math.max(1, GRAIN / Math.max(1, plane));
    }
}
