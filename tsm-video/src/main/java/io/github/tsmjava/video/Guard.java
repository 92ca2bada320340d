package io.github.tsmjava.video;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs decoders that may loop for ever or throw anything on damaged input. They work on a thread of their own that is
 * left behind when a step exceeds the time limit; whatever they throw becomes a {@link VideoException}.
 */
final class Guard implements AutoCloseable {

    private static final long STEP_SECONDS = 10;

    private final Path file;
    private final ExecutorService thread;

    Guard(Path file) {
        this.file = file;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("video decoder").daemon().factory());
    }

    /** Runs one step, which takes milliseconds unless something is wrong. */
    <T> T step(String what, Callable<T> action) throws VideoException {
        Future<T> result = thread.submit(action);
        try {
            return result.get(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VideoException known) {
                throw known;
            }
            throw new VideoException(file, "%s cannot be decoded in Java (%s)"
                    .formatted(what, ImageDecoder.reason(e.getCause())), e.getCause());
        } catch (TimeoutException e) {
            throw new VideoException(file, "%s is not decoded after %d seconds".formatted(what, STEP_SECONDS), e);
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new VideoException(file, "interrupted while decoding", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
