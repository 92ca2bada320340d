package io.github.tsmjava.tensor.kernel.base;

/** How much of a cheap operator one task does. */
public final class Planes {

    /** Numbers a task; enough that handing it out costs nothing beside it, few enough to stay in a core's cache. */
    public static final int GRAIN = 1 << 15;

    private Planes() { }

    /** How many planes of this size make a task. */
    public static int grain(int plane) {
        return Math.max(1, GRAIN / Math.max(1, plane));
    }
}
