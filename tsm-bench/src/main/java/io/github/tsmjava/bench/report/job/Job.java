package io.github.tsmjava.bench.report.job;

import java.io.IOException;

/** Something to be measured, once in each round. */
public interface Job {

    /** The command line that measures it; tells it from others. */
    String command();

    /** About how long it takes, in seconds. */
    double seconds();

    /** In how many rounds it is measured. */
    int rounds();

    /** Measures it once. */
    Measurement measure() throws IOException, InterruptedException;
}
