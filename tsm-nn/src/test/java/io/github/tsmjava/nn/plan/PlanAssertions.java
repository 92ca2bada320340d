package io.github.tsmjava.nn.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;

/** What tests of plans demand. */
final class PlanAssertions {

    private PlanAssertions() {
    }

    /** @param tolerance of the largest expected value */
    static void assertClose(Tensor expected, Tensor actual, double tolerance, String message) {
        assertArrayEquals(expected.shape(), actual.shape(), message);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs((double) expected.data()[i] - actual.data()[i]));
        }
        assertTrue(difference <= tolerance * largest, message + " is off by " + difference + " of " + largest);
    }
}
