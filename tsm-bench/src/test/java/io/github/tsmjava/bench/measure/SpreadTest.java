package io.github.tsmjava.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void quartilesLieBetweenNumbers() {
        assertEquals(new Spread(1.75, 2.5, 3.25), Spread.of(4, 1, 3, 2));
        assertEquals(new Spread(2, 3, 4), Spread.of(5, 4, 3, 2, 1));
        assertEquals(new Spread(7, 7, 7), Spread.of(7));
    }
}
