package io.github.tsmjava.video.guard;

import io.github.tsmjava.video.image.VideoException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads what strangers wrote, within a time limit and on another thread, so that the caller gets an answer in time
 * and can be interrupted whatever happens there. When time is over the thread is interrupted and ends at its next
 * {@link #check}: every loop that a file can make long has one, in the decoders of others through the data that they
 * ask for.
 */
public final class Guard {

    /** A thread serves one request after the other, which a video that is read frame by frame needs, and soon ends. */
    private static final Executor THREADS = new ThreadPoolExecutor(0, Integer.MAX_VALUE, 200, TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("video decoder").daemon().inheritInheritableThreadLocals(false).factory());

    private Guard() {
    }

    /**
     * Does the work of one request, or of one part of it.
     *
     * @throws VideoException what the work throws, or a {@link StoppedException}
     */
    public static <T> T run(Path file, Deadline deadline, Callable<T> work) throws VideoException {
        FutureTask<T> task = new FutureTask<>(work);
        THREADS.execute(task);
        try {
            return task.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VideoException known) {
                throw known;
            }
            throw undecodable(file, "it", e.getCause());
        } catch (TimeoutException e) {
            throw StoppedException.timedOut(file, deadline);
        } catch (InterruptedException e) {
            throw StoppedException.interrupted(file, e);
        } finally {
            task.cancel(true);
        }
    }

    /** Ends the work that nobody waits for any more. */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("stopped");
        }
    }

    /** Decoders answer damaged input with any exception, or ask for more memory than there is. */
    public static VideoException undecodable(Path file, String what, Throwable e) {
        return new VideoException(file,
                "%s cannot be decoded in Java (%s)".formatted(what, VideoException.reason(e)), e);
    }
}
