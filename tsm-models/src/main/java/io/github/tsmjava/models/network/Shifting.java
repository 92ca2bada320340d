package io.github.tsmjava.models.network;

import io.github.tsmjava.tensor.ops.Shift;
import java.util.Collection;
import java.util.List;

/**
 * Which blocks of a network are shifted in time, and how.
 *
 * @param place  where in a block the shift stands
 * @param shift  the operator
 * @param blocks the shifted blocks by name, as in {@code layer1.0} or {@code features.3}; empty for a TSN
 */
public record Shifting(Place place, Shift shift, List<String> blocks) {

    /** Where in a residual block the shift stands. */
    public enum Place {
        /**
         * In front of the block's first convolution; the identity branch sees unshifted data. Residual TSM, the
         * default.
         */
        BLOCKRES,
        /** In front of the whole block, identity included. In-place TSM, Not every backbone has it. */
        BLOCK
    }

    /** No shift at all: a TSN. */
    public static final Shifting NONE = new Shifting(Place.BLOCKRES, Shift.bidirectional(8), List.of());

    public Shifting {
        blocks = List.copyOf(blocks);
    }

    /** These blocks shifted by the usual operator; {@link #NONE} if there are none. */
    public static Shifting of(Place place, Collection<String> blocks) {
        return blocks.isEmpty() ? NONE : new Shifting(place, NONE.shift, List.copyOf(blocks));
    }

    /** Whether any block is shifted. */
    public boolean isPresent() {
        return !blocks.isEmpty();
    }

    /** The same blocks, shifted by another operator. */
    public Shifting withShift(Shift other) {
        return new Shifting(place, other, blocks);
    }
}
