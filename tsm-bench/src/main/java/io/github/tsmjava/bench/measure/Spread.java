package io.github.tsmjava.bench.measure;

import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;

/** The middle half of some measured numbers: median and quartiles, interpolated linearly. */
public record Spread(double q1, double median, double q3) {

    public static Spread of(double... numbers) {
        Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
        percentile.setData(numbers);
        return new Spread(percentile.evaluate(25), percentile.evaluate(50), percentile.evaluate(75));
    }
}
