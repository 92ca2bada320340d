package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** With how many threads a command works. */
public class ThreadsOption {

    private static final int MAX_THREADS = 1024;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to work with (default: one for each core).")
    private Integer threads;

    public <T> T call(Callable<T> work) throws Exception {
        if (threads == null) {
            return work.call();
        }
        UsageException.requireRange("--threads", threads, 1, MAX_THREADS);
        try (WorkerPool pool = new WorkerPool(threads)) {
            return pool.call(work);
        }
    }
}
