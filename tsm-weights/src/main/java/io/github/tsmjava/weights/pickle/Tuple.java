package io.github.tsmjava.weights.pickle;

import java.util.List;

/** A Python tuple. Equal only to itself: comparing by content could recurse without end on a hostile file. */
public final class Tuple {

    private final List<Object> items;

    public Tuple(List<Object> items) {
        this.items = items;
    }

    public List<Object> items() {
        return items;
    }
}
