package io.github.tsmjava.models.network;

import io.github.tsmjava.tensor.ops.Shift.Boundary;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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

    /** The known ways to shift, by name: which way each channel group moves, and what it reads beyond the clip's ends. */
    public enum ShiftMode {
        /** The first group from the next frame, the second from the one before: TSM as published. */
        BIDIRECTIONAL,
        /** One group from the frame before, so that the network can be streamed: online TSM. */
        ONLINE,
        /** As {@link #BIDIRECTIONAL}, around the clip's ends. */
        CIRCULANT,
        /** A quarter from the frame before, a quarter from the next one: {@link Shift#quarters}. */
        QUARTERS,
        /** As {@link #QUARTERS}, around the clip's ends. */
        QUARTERS_CIRCULANT;

        private static final int USUAL_DIV = 8;
        private static final int QUARTER = 4;

        /** What part of the channels a group usually is in this mode: 1/div. */
        public int usualDiv() {
            return isQuarters() ? QUARTER : USUAL_DIV;
        }

        /** Whether the groups are quarters of the channels, whatever else is asked for. */
        public boolean isQuarters() {
            return this == QUARTERS || this == QUARTERS_CIRCULANT;
        }

        /**
         * The operator.
         *
         * @param div a group is 1/div of the channels; null for the usual part
         * @throws IllegalArgumentException if quarters are to be something else than quarters
         */
        public Shift shift(Integer div) {
            if (isQuarters() && div != null && div != QUARTER) {
                throw new IllegalArgumentException(
                        "shift mode %s: expected a shift div of 4, found %d".formatted(this, div));
            }
            int part = div == null ? usualDiv() : div;
            return switch (this) {
                case BIDIRECTIONAL -> Shift.bidirectional(part);
                case ONLINE -> Shift.unidirectional(part);
                case CIRCULANT -> new Shift(part, +1, -1, Boundary.CIRCULANT);
                case QUARTERS -> Shift.quarters(Boundary.ZERO);
                case QUARTERS_CIRCULANT -> Shift.quarters(Boundary.CIRCULANT);
            };
        }

        /** The mode of an operator, if it is one of the known ones. */
        public static Optional<ShiftMode> of(Shift shift) {
            return Arrays.stream(values())
                    .filter(mode -> !mode.isQuarters() || shift.div() == QUARTER)
                    .filter(mode -> mode.shift(shift.div()).equals(shift))
                    .findFirst();
        }

        /** An operator in words, its mode in front if it has a name. */
        public static String describe(Shift shift) {
            String name = of(shift).map(mode -> mode + ": ").orElse("");
            return "%s1/%d of the channels %s%s%s".formatted(name, shift.div(), source(shift.first()),
                    shift.second() == 0 ? "" : ", as many " + source(shift.second()),
                    shift.boundary() == Boundary.CIRCULANT ? ", around the clip's ends" : "");
        }

        private static String source(int offset) {
            return offset > 0 ? "from the next frame" : offset < 0 ? "from the frame before" : "from the frame itself";
        }

        /** As on the command line: {@code quarters-circulant}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
