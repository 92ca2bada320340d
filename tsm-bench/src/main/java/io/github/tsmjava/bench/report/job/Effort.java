package io.github.tsmjava.bench.report.job;

/**
 * How long a benchmark is measured in each round.
 *
 * @param rounds    processes, one after another over the whole report
 * @param warmTurns of each form, which do not count
 * @param warmMs    of each of them at least
 * @param turns     of each form, which count
 * @param turnMs    of each of them at least
 */
public record Effort(int rounds, int warmTurns, int warmMs, int turns, int turnMs) {

    /** Of each form, if a call takes so long: a turn has at least one. */
    public double seconds(double callMs) {
        return (warmTurns * Math.max(warmMs, callMs) + turns * Math.max(turnMs, callMs)) / 1e3;
    }
}
