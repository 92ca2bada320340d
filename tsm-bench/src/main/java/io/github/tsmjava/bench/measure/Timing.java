package io.github.tsmjava.bench.measure;

/**
 * One line of the results: a whole network of ours.
 *
 * @param model        name of the workload
 * @param ms           median over turns, {@code q1Ms} and {@code q3Ms} the quartiles
 * @param gflops       multiply-adds of the definition, as two operations each, over the time; Winograd needs fewer
 * @param ceilingShare {@code gflops} over what a loop of nothing but multiply-adds reached just before
 * @param garbageBytes allocated by one call in steady state, by all threads
 * @param kernels      as {@code Kernels.get().name()}
 */
public record Timing(String model, int threads, double ms, double q1Ms, double q3Ms, double gflops, double ceilingShare,
              long garbageBytes, String kernels) {

    public static final String HEADER = "%-19s %7s  %26s  %8s  %10s  %12s  %s".formatted(
            "model", "threads", "ms", "GFLOP/s", "of ceiling", "garbage, KiB", "kernels");

    @Override
    public String toString() {
        return "%-19s %7d  %8.2f (%7.2f..%7.2f)  %8.1f  %8.0f %%  %12.1f  %s".formatted(
                model, threads, ms, q1Ms, q3Ms, gflops, 100 * ceilingShare, garbageBytes / 1024.0, kernels);
    }
}
