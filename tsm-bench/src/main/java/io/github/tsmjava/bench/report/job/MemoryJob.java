package io.github.tsmjava.bench.report.job;

import java.util.Map;

/** How fast one thread copies arrays that no cache holds. */
public record MemoryJob() implements Job {

    /** GB/s, read and written together. */
    public static final String BANDWIDTH = "bandwidth";

    private static final int FLOATS = 1 << 25;
    private static final int REPEATS = 12;

    @Override
    public String command() {
        return "memory bandwidth";
    }

    @Override
    public double seconds() {
        return 1.5;
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public Measurement measure() {
        float[] from = new float[FLOATS];
        float[] to = new float[FLOATS];
        double best = 0;
        for (int i = 0; i < REPEATS; i++) {
            long start = System.nanoTime();
            System.arraycopy(from, 0, to, 0, FLOATS);
            best = Math.max(best, 2.0 * Float.BYTES * FLOATS / (System.nanoTime() - start));
        }
        return Measurement.ofFigures(command(), Map.of(BANDWIDTH, best));
    }
}
