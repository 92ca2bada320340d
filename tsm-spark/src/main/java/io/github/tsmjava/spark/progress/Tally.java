package io.github.tsmjava.spark.progress;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * How many videos are done, for people who wait. A task that is lost or done twice may count twice; the table of scores is what
 * counts.
 */
public final class Tally implements Serializable {

    private final LongAccumulator scored;
    private final LongAccumulator failed;

    public Tally(SparkContext spark) {
        scored = spark.longAccumulator("videos scored");
        failed = spark.longAccumulator("videos with errors");
    }

    /** On an executor: one more. */
    public void scored() {
        scored.add(1);
    }

    /** On an executor: one more that has no scores. */
    public void failed() {
        failed.add(1);
    }

    /** On the driver: videos that are done, with or without scores. */
    public long done() {
        return scored.sum() + failed.sum();
    }

    /** On the driver: those without scores. */
    public long errors() {
        return failed.sum();
    }
}
