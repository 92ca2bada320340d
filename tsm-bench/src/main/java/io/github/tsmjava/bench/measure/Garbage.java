package io.github.tsmjava.bench.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What a call leaves to the garbage collector. */
public final class Garbage {

    private static final int CALLS = 10;
    private static final int BATCHES = 3;

    private Garbage() {
    }

    /** Bytes that all Java threads together allocate in one call of a warm contender: the least of a few batches. */
    public static long perCall(Contender contender) {
        return perCall(contender, CALLS);
    }

    /** The same with batches of so many calls. */
    public static long perCall(Contender contender, int calls) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long before = threads.getTotalThreadAllocatedBytes();
            for (int call = 0; call < calls; call++) {
                contender.run();
            }
            least = Math.min(least, (threads.getTotalThreadAllocatedBytes() - before) / calls);
        }
        return least;
    }
}
