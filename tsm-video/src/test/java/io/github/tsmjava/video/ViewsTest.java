package io.github.tsmjava.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import org.junit.jupiter.api.Test;

class ViewsTest {

    @Test
    void theSettingsOfThePaper() {
        assertEquals(Preprocessing.of(Flavour.MIT, 224), Views.EFFICIENT.preprocessing(Flavour.MIT, Modality.RGB));
        assertEquals(Preprocessing.of(Flavour.MMACTION2, 256).withShortSide(256).withCrops(Crops.THREE),
                Views.ACCURATE.preprocessing(Flavour.MMACTION2, Modality.RGB));
    }

    @Test
    void neighboursAreSeenInOneClipOrTen() {
        assertEquals(new Views(Sampling.Strategy.MIDDLE, Crops.ONE, 224, false), Views.EFFICIENT.ofNeighbours());
        assertEquals(new Views(Sampling.Strategy.DENSE, Crops.THREE, 224, true), Views.ACCURATE.ofNeighbours());
        assertEquals(Views.EFFICIENT.ofNeighbours(), Views.EFFICIENT.ofNeighbours().ofNeighbours());
    }

    @Test
    void otherSizesKeepTheProportions() {
        Views small = Views.ACCURATE.withSize(128);
        assertEquals(146, small.shortSide());
        assertEquals(146, small.cropSize());
        assertEquals(128, Views.EFFICIENT.withSize(128).cropSize());
        assertThrows(IllegalArgumentException.class,
                () -> small.withSize(Integer.MAX_VALUE).preprocessing(Flavour.MIT, Modality.RGB));
    }
}
