package io.github.tsmjava.app;

import io.github.tsmjava.tensor.WorkerPool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** The threads that a command computes with. */
final class ThreadsOption {

    private static final int MOST = 1024;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with (default: one for each core).")
    private Integer threads;

    <T> T call(Callable<T> work) throws Exception {
        if (threads == null) {
            return work.call();
        }
        if (threads < 1 || threads > MOST) {
            throw new UsageException("--threads: expected 1 to %d, found %d".formatted(MOST, threads));
        }
        try (WorkerPool pool = new WorkerPool(threads)) {
            return pool.call(work);
        }
    }
}
