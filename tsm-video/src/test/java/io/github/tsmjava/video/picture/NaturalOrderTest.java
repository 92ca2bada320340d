package io.github.tsmjava.video.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {

    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    @Test
    void numbersAreComparedAsNumbers() {
        assertTrue(NaturalOrder.compare("a2.png", "a10.png") < 0);
        assertTrue(NaturalOrder.compare("a02.png", "a2.png") != 0);
        assertTrue(NaturalOrder.compare("\u0663a", "\u0664b") < 0);
        assertTrue(NaturalOrder.compare("99999999999999999998", "99999999999999999999") < 0);
        assertEquals(0, NaturalOrder.compare("a2.png", "a2.png"));
    }

    /** Few characters, so that names often share their beginning, and zeros stand in front of numbers. */
    @Test
    void isTheOrderOfTheNamesParts() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            String a = name(random);
            String b = name(random);
            assertEquals(Integer.signum(byParts(a, b)), Integer.signum(NaturalOrder.compare(a, b)), () -> a + " and " + b);
        }
    }

    private static String name(Random random) {
        return random.ints(random.nextInt(8), 0, 5).mapToObj("012a-"::charAt).map(String::valueOf)
                .reduce("", String::concat);
    }

    private static int byParts(String a, String b) {
        List<String> left = PART.matcher(a).results().map(part -> part.group()).toList();
        List<String> right = PART.matcher(b).results().map(part -> part.group()).toList();
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            boolean numbers = Character.isDigit(left.get(i).charAt(0)) && Character.isDigit(right.get(i).charAt(0));
            int order = numbers ? new BigInteger(left.get(i)).compareTo(new BigInteger(right.get(i)))
                    : left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return left.size() != right.size() ? Integer.compare(left.size(), right.size()) : a.compareTo(b);
    }
}
