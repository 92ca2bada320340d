package io.github.tsmjava.bench.measure;

/**
 * One line of the results: a step of a compiled plan, within a run of the whole plan.
 *
 * @param step         name of the layers that it computes
 * @param shape        the maps that come out
 * @param ms           median over the calls
 * @param ceilingShare {@code gflops} over what a loop of nothing but multiply-adds reached just before
 */
public record StepTiming(String model, int threads, String step, String algorithm, String shape, double ms,
        double gflops,
                  double ceilingShare) {

    public static final String HEADER = "%-18s %7s  %8s  %8s  %10s  %-9s  %-20s  %s".formatted(
            "model", "threads", "ms", "GFLOP/s", "of ceiling", "algorithm", "result", "step");

    @Override
    public String toString() {
        return "%-18s %7d  %8.3f  %8.1f  %8.0f %%  %-9s  %-20s  %s".formatted(
                model, threads, ms, gflops, 100 * ceilingShare, algorithm, shape, step);
    }
}
