package io.github.tsmjava.spark.input;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that is given up after a time. Our decoders keep limits of their own, but a storage that does not answer can hold its
 * reader for ever.
 */
public final class TimeLimit {

    /** A thread that hangs is lost; the others serve one video after the other. */
    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(Thread.ofPlatform().name("tsm-video-", 0).daemon().factory());

    private TimeLimit() {
    }

    /**
     * Does work on another thread, for which the caller waits.
     *
     * @throws IOException           if it is not done in time
     * @throws Exception             what the work throws
     * @throws IllegalStateException if the caller is interrupted: Spark needs the task no longer
     */
    public static <T> T run(Duration limit, Callable<T> work) throws Exception {
        Future<T> result = THREADS.submit(work);
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within %d s".formatted(limit.toSeconds()), e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception exception -> throw exception;
                case Error error -> throw error;
                default -> throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the task was ended", e);
        } finally {
            result.cancel(true);
        }
    }
}
