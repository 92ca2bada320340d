package io.github.tsmjava.nn.plan.pass;

import io.github.tsmjava.tensor.kernel.blocked.Maps;

/**
 * Where a value lies in a workspace.
 *
 * @param array     index of the array
 * @param maps      the layout of a frame's maps
 * @param twoFrames whether the array holds them twice, of this frame of a stream and of the one before
 */
public record Storage(int array, Maps maps, boolean twoFrames) {

    /** Elements that a step may read beyond the end, to no effect. */
    private static final int SLACK = 4;

    /** Length of the array. */
    int size() {
        return Math.multiplyExact(maps.size(), twoFrames ? 2 : 1) + SLACK;
    }
}
