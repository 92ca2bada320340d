package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.web.learn.LearnData.ShiftTable;
import java.util.ArrayList;
import java.util.List;

/** Asks the operator itself what it does, so that the page need not know a rule. */
final class ShiftTables {

    /** The shares of the channels that a reader can choose. */
    private static final List<Integer> DIVS = List.of(2, 4, 8);
    /** The first and the second that move, and the channels that stay. */
    private static final int GROUPS = 3;

    private ShiftTables() {
    }

    /** Every mode with every share that it allows, for clips of up to so many frames. */
    static List<ShiftTable> all(int frames) {
        List<ShiftTable> tables = new ArrayList<>();
        for (ShiftMode mode : ShiftMode.values()) {
            for (int div : mode.isQuarters() ? List.of(mode.usualDiv()) : DIVS) {
                Shift shift = mode.shift(div);
                int[][][] sources = new int[frames][][];
                for (int length = 1; length <= frames; length++) {
                    sources[length - 1] = sources(shift, length);
                }
                tables.add(new ShiftTable(mode.toString(), div, new int[] {shift.first(), shift.second()},
                        shift.boundary() == Shift.Boundary.CIRCULANT, sources));
            }
        }
        return tables;
    }

    /**
     * Shifts a grid in which each number is that of its frame, counted from 1. Groups are of one channel each, and what is
     * left stays.
     */
    private static int[][] sources(Shift shift, int frames) {
        int channels = shift.div() + 1;
        Tensor grid = Tensor.zeros(frames, channels);
        for (int i = 0; i < grid.size(); i++) {
            grid.data()[i] = i / channels + 1;
        }
        Tensor shifted = shift.apply(grid, frames);
        int[][] sources = new int[frames][GROUPS];
        for (int t = 0; t < frames; t++) {
            for (int group = 0; group < GROUPS; group++) {
                sources[t][group] = (int) shifted.get(t, group) - 1;
            }
        }
        return sources;
    }
}
