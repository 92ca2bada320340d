package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** How a command computes: with how many threads, and how exactly. */
public final class ComputeOptions {

    private static final int MAX_THREADS = 1024;

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads to compute with (default: one for each core).")
    private Integer threads;

    @Option(names = "--exact", description = "Do not use Winograd's algorithm: "
            + "slower, and a few bits more exact in some layers.")
    private boolean exact;

    public Accuracy accuracy() {
        return exact ? Accuracy.EXACT : Accuracy.FAST;
    }

    public <T> T call(Callable<T> work) throws Exception {
        return call(threads, work);
    }

    /** @param threads how many, or null for one for each core */
    public static <T> T call(Integer threads, Callable<T> work) throws Exception {
        if (threads == null) {
            return work.call();
        }
        UsageException.requireRange("--threads", threads, 1, MAX_THREADS);
        try (WorkerPool pool = new WorkerPool(threads)) {
            return pool.call(work);
        }
    }
}
