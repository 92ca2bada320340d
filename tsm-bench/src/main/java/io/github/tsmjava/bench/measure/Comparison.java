package io.github.tsmjava.bench.measure;

/**
 * One line of the results: ours against a peer. Times are medians over turns, with {@code q1} and {@code q3} their
 * quartiles.
 *
 * @param model            name of the workload
 * @param ratio            {@code oursMs / peerMs}: below 1, ours is faster
 * @param ratioQ1          lower quartile of the ratios of neighbouring turns
 * @param oursGarbageBytes allocated by one call of ours in steady state, by all threads
 */
public record Comparison(String model, int threads, double oursMs, double oursQ1Ms, double oursQ3Ms,
                  String peer, double peerMs, double peerQ1Ms, double peerQ3Ms,
                  double ratio, double ratioQ1, double ratioQ3, long oursGarbageBytes) {

    public static final String HEADER = "%-19s %7s  %26s  %-24s %26s  %23s  %12s".formatted(
            "model", "threads", "ours, ms", "peer", "peer, ms", "ours / peer", "garbage, KiB");

    public static Comparison of(String model, int threads, String peer, Protocol.Pair times, long garbage) {
        return new Comparison(model, threads,
                times.ours().median(), times.ours().q1(), times.ours().q3(),
                peer, times.peer().median(), times.peer().q1(), times.peer().q3(),
                times.ours().median() / times.peer().median(), times.ratio().q1(), times.ratio().q3(),
                garbage);
    }

    @Override
    public String toString() {
        return "%-19s %7d  %8.2f (%7.2f..%7.2f)  %-24s %8.2f (%7.2f..%7.2f)  %7.3f (%.3f .. %.3f)  %12.1f".formatted(
                model, threads, oursMs, oursQ1Ms, oursQ3Ms, peer, peerMs, peerQ1Ms, peerQ3Ms, ratio, ratioQ1, ratioQ3,
                oursGarbageBytes / 1024.0);
    }
}
