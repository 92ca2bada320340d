package io.github.tsmjava.train.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever training tells, a picture of it is there soon. */
class CurvesTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    /** Draws each number as a loss, an accuracy and a rate, of one epoch after another from a first one on. */
    private static void draw(int firstEpoch, double... numbers) {
        Curves curves = new Curves();
        for (int i = 0; i < numbers.length; i++) {
            int epoch = firstEpoch + i;
            curves.add(new StepRow(i + 1, epoch, numbers[i], numbers[i], numbers[i]));
            curves.add(new ValidationRow(epoch, 1, numbers[i], numbers[i], numbers[i], numbers[i]));
        }
        BufferedImage image = assertTimeoutPreemptively(SOON, curves::draw, () -> Arrays.toString(numbers));
        assertEquals(900, image.getWidth());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.0, 1, -1, 1e-9, 4e11, -4e11, 1e15, 1e18, 1e300, Double.MAX_VALUE, -Double.MAX_VALUE,
        Double.MIN_VALUE, Float.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberAloneAndAmongOthers(double number) {
        draw(1, number);
        draw(1, number, number);
        draw(1, 2.5, number, 2.4);
        draw(1, number, Double.NaN, 1e-300);
    }

    @Test
    void nothingAtAll() {
        draw(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000_000, Integer.MAX_VALUE - 300})
    void manyEpochs(int first) {
        draw(first, new Random(1).doubles(200, 0, 5).toArray());
    }

    @Test
    void numbersOfAnySize() {
        Random random = new Random(2);
        for (int i = 0; i < 20; i++) {
            draw(1, random.doubles(1 + random.nextInt(9)).map(x -> Double.longBitsToDouble(random.nextLong()))
                    .toArray());
        }
    }
}
