package io.github.tsmjava.bench.report.job;

import java.util.List;
import java.util.Map;

/**
 * What a job measured in a round: a line of the journal.
 *
 * @param job     its {@link Job#command}
 * @param times   milliseconds of one call in each turn, by form
 * @param garbage bytes that a call leaves to the collector, by form
 * @param figures anything else, by name
 * @param lines   of JSON, as another command prints them
 */
public record Measurement(String job, Map<String, double[]> times, Map<String, Double> garbage, Map<String, Double> figures,
                   List<String> lines) {

    public static Measurement ofFigures(String job, Map<String, Double> figures) {
        return new Measurement(job, Map.of(), Map.of(), figures, List.of());
    }
}
