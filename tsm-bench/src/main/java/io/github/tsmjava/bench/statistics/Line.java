package io.github.tsmjava.bench.statistics;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * A straight line through measured points.
 *
 * @param slope     of y in x
 * @param slopeHalf half the width of the slope's interval of 95 %; not a number below three points
 * @param intercept y at 0
 * @param r2        share of y's variance that the line explains
 */
public record Line(double slope, double slopeHalf, double intercept, double r2) {

    /** So far from the line through the points before it, a point is no longer on it. */
    private static final double OFF = 0.15;
    private static final int FEWEST = 3;

    /** A point. */
    public record Point(double x, double y) { }

    /** @throws IllegalArgumentException if there are fewer than two points */
    public static Line through(List<Point> points) {
        if (points.size() < 2) {
            throw new IllegalArgumentException("expected at least 2 points, found " + points.size());
        }
        SimpleRegression regression = regression(points);
        return new Line(regression.getSlope(),
                points.size() < FEWEST ? Double.NaN : regression.getSlopeConfidenceInterval(),
                regression.getIntercept(), regression.getRSquare());
    }

    /** The first point, in order of x, that lies 15 % above or below the line through all before it, from the fourth on. */
    public static OptionalInt breaking(List<Point> points) {
        return IntStream.range(FEWEST, points.size()).filter(i -> Math.abs(off(points, i)) > OFF).findFirst();
    }

    /** How far above the line through all points before it a point lies, as a share of what the line says. */
    public static double off(List<Point> points, int index) {
        return points.get(index).y / regression(points.subList(0, index)).predict(points.get(index).x) - 1;
    }

    private static SimpleRegression regression(List<Point> points) {
        SimpleRegression regression = new SimpleRegression();
        points.forEach(point -> regression.addData(point.x, point.y));
        return regression;
    }
}
