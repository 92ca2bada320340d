package io.github.tsmjava.train.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;
import org.junit.jupiter.api.Test;

class ConfusionTest {

    @Test
    void workedExample() {
        Confusion confusion = new Confusion(3, 2);
        confusion.add(new float[] {.1f, .5f, .4f}, 1);
        confusion.add(new float[] {.6f, .3f, .1f}, 0);
        confusion.add(new float[] {.2f, .2f, .6f}, 1);
        confusion.add(new float[] {.3f, .3f, .4f}, 2);
        confusion.add(new float[] {.9f, .05f, .04f}, 2);
        assertEquals(5, confusion.samples());
        assertEquals(0.6, confusion.top1(), 1e-12);
        assertEquals(1, confusion.count(1, 2));
        assertEquals(1, confusion.count(2, 0));
        assertEquals((1 + 0.5 + 0.5) / 3, confusion.meanClass(), 1e-12);
        // The third sample's class ties with class 0, which comes first; the last sample's class is third.
        assertEquals(0.6, confusion.topK(), 1e-12);
    }

    @Test
    void classesWithoutSamplesSayNothing() {
        Confusion confusion = new Confusion(4, 5);
        assertEquals(0, confusion.top1());
        assertEquals(0, confusion.meanClass());
        confusion.add(new float[] {0, 1, 0, 0}, 1);
        assertEquals(1, confusion.meanClass());
        assertEquals(1, confusion.topK());
    }

    @Test
    void wrongShapesAreRefused() {
        Confusion confusion = new Confusion(3, 1);
        assertThrows(ShapeException.class, () -> confusion.add(new float[4], 0));
        assertThrows(ShapeException.class, () -> confusion.add(new float[3], 3));
        assertThrows(ShapeException.class, () -> confusion.add(new float[3], -1));
    }
}
