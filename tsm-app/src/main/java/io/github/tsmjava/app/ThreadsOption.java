package io.github.tsmjava.app;

import io.github.tsmjava.tensor.WorkerPool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** The threads that a command computes with. */
final class ThreadsOption {

    private static final int MAX_THREADS = 1024;

    @Option(names = "--threads", paramLabel = "N",
            description = "Threads to compute with (default: one for each core).")
    private Integer threads;

    <T> T call(Callable<T> work) throws Exception {
        if (threads == null) {
            return work.call();
        }
        UsageException.requireRange("--threads", threads, 1, MAX_THREADS);
        try (WorkerPool pool = new WorkerPool(threads)) {
            return pool.call(work);
        }
    }
}
