package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.kernel.blocked.Maps;

/**
 * Where a value lies in a workspace.
 *
 * @param slot    index of the array
 * @param maps    the layout of one generation
 * @param carried whether the array holds two generations, of this frame of a stream and of the one before
 */
record Place(int slot, Maps maps, boolean carried) {

    /** Length of the array. */
    int size() {
        return Math.multiplyExact(maps.size(), carried ? 2 : 1) + SLACK;
    }

    /** Numbers that a step may read beyond the end, to no effect. */
    private static final int SLACK = 4;

    float[] array(Workspace workspace) {
        return workspace.array(slot);
    }

    /** Where the current generation begins. */
    int base(Workspace workspace) {
        return carried ? workspace.generation() * maps.size() : 0;
    }

    /** Where the generation of the frame before begins; only for what is {@link #carried}. */
    int baseOfFrameBefore(Workspace workspace) {
        return (workspace.generation() ^ 1) * maps.size();
    }
}
