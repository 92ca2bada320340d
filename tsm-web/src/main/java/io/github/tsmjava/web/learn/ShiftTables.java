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

    private ShiftTables() {
    }

    /** Every mode with every share that it allows, for clips of up to so many frames. */
    static List<ShiftTable> all(int frames, int channels) {
        List<ShiftTable> tables = new ArrayList<>();
        for (ShiftMode mode : ShiftMode.values()) {
            for (int div : mode.isQuarters() ? List.of(mode.usualDiv()) : DIVS) {
                Shift shift = mode.shift(div);
                int[][][] sources = new int[frames][][];
                for (int length = 1; length <= frames; length++) {
                    sources[length - 1] = sources(shift, length, channels);
                }
                tables.add(new ShiftTable(mode.toString(), div, new int[] {shift.first(), shift.second()},
                        shift.boundary() == Shift.Boundary.CIRCULANT, sources));
            }
        }
        return tables;
    }

    /** Shifts a grid in which each number is that of its frame, counted from 1. */
    private static int[][] sources(Shift shift, int frames, int channels) {
        Tensor grid = Tensor.zeros(frames, channels);
        for (int i = 0; i < grid.size(); i++) {
            grid.data()[i] = i / channels + 1;
        }
        Tensor shifted = shift.apply(grid, frames);
        int[][] sources = new int[frames][channels];
        for (int i = 0; i < shifted.size(); i++) {
            sources[i / channels][i % channels] = (int) shifted.data()[i] - 1;
        }
        return sources;
    }
}
