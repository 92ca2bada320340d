package io.github.tsmjava.bench.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.apache.commons.math3.util.FastMath;

/**
 * Ratios of the same two forms in several places, such as the stages of a network, each measured in turns by several
 * processes. One process differs from the next in what no number of turns shows: where its arrays lie, what its compiler
 * did first. So the interval of a ratio comes from how the medians of its processes differ, which is taken to be the same
 * in all places, since two or three processes in one place alone say little. Where all places together say too little,
 * too, it comes from the turns, and is too narrow.
 */
public final class RatioStudy {

    private static final double CONFIDENCE = 0.95;
    /** With one, an interval is six times as wide as with many, and says nothing. */
    private static final int LEAST_FREEDOM = 2;

    /** Of one place: times of both forms, a row for each process. */
    private record Place(List<double[]> times, List<double[]> base) { }

    private final Map<String, Place> places = new LinkedHashMap<>();

    /**
     * Adds what a process measured.
     *
     * @param times of the turns
     * @param base  of the other form, in the turns beside them
     */
    public void add(String place, double[] times, double[] base) {
        if (times.length != base.length || times.length == 0) {
            throw new IllegalArgumentException("expected as many times of both and at least 1, found %d and %d"
                    .formatted(times.length, base.length));
        }
        Place at = places.computeIfAbsent(place, _ -> new Place(new ArrayList<>(), new ArrayList<>()));
        at.times.add(times);
        at.base.add(base);
    }

    /** @throws IllegalArgumentException if nothing was measured there */
    public Ratio ratio(String place) {
        Place at = places.get(place);
        if (at == null) {
            throw new IllegalArgumentException("expected a place among %s, found %s".formatted(places.keySet(), place));
        }
        double[] medians = medians(at);
        double log = StatUtils.mean(medians);
        double half = halfWidth(at, medians.length);
        return new Ratio(FastMath.exp(log), FastMath.exp(log - half), FastMath.exp(log + half), p(at),
                freedom() < LEAST_FREEDOM);
    }

    /** Of each process: the median of the logarithms of the ratios of neighbouring turns. */
    private static double[] medians(Place at) {
        double[] medians = new double[at.times.size()];
        for (int process = 0; process < medians.length; process++) {
            medians[process] = new Median().evaluate(logs(at.times.get(process), at.base.get(process)));
        }
        return medians;
    }

    private static double[] logs(double[] times, double[] base) {
        double[] logs = new double[times.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = FastMath.log(times[i] / base[i]);
        }
        return logs;
    }

    /** By how many processes there are more than places. */
    private int freedom() {
        return places.values().stream().mapToInt(place -> place.times.size() - 1).sum();
    }

    private double halfWidth(Place at, int processes) {
        if (freedom() >= LEAST_FREEDOM) {
            double squares = 0;
            for (Place place : places.values()) {
                double[] medians = medians(place);
                squares += StatUtils.variance(medians) * (medians.length - 1);
            }
            return quantile(freedom()) * FastMath.sqrt(squares / freedom() / processes);
        }
        double[] turns = logs(all(at.times), all(at.base));
        return turns.length < 2 ? Double.POSITIVE_INFINITY
                : quantile(turns.length - 1) * FastMath.sqrt(StatUtils.variance(turns) / turns.length);
    }

    private static double quantile(int freedom) {
        return new TDistribution(freedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
    }

    private static double p(Place at) {
        return new MannWhitneyUTest().mannWhitneyUTest(all(at.times), all(at.base));
    }

    private static double[] all(List<double[]> rows) {
        return rows.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
