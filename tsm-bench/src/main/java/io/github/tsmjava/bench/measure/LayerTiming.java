package io.github.tsmjava.bench.measure;

/**
 * One line of the results: a layer of ours, on eight frames.
 *
 * @param repeat       how many layers of the network have this shape
 * @param ms           median of one of them, over turns
 * @param totalMs      {@code ms} times {@code repeat}
 * @param ceilingShare {@code gflops} over what a loop of nothing but multiply-adds reached just before
 * @param algorithm    name of the kernel; see docs/kernels.md
 */
public record LayerTiming(String network, int threads, String layer, int repeat, double ms, double totalMs,
        double gflops,
                   double ceilingShare, String algorithm) {

    public static final String HEADER = "%-12s %7s  %-26s %6s  %8s  %8s  %8s  %10s  %s".formatted(
            "network", "threads", "layer", "repeat", "ms", "in all", "GFLOP/s", "of ceiling", "kernel");

    @Override
    public String toString() {
        return "%-12s %7d  %-26s %6d  %8.3f  %8.2f  %8.1f  %8.0f %%  %s".formatted(
                network, threads, layer, repeat, ms, totalMs, gflops, 100 * ceilingShare, algorithm);
    }
}
