package io.github.tsmjava.models;

import io.github.tsmjava.video.image.Image;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A stream that is never behind: {@link #submit} returns at once, and a picture that comes while another one is being
 * looked at waits until a newer one takes its place. At most one waits, so there is no queue that grows.
 *
 * <p>Safe for any number of threads. Nothing needs closing.
 */
public final class LiveStream {

    /** Looks at the pictures of all live streams; its threads end when there is nothing to look at. */
    private static final ThreadPoolExecutor LOOKERS = lookers();

    private record Waiting(Image picture, long nanos) {
    }

    private final StreamingClassifier.Stream stream;
    private final Consumer<Answer> listener;
    private Waiting waiting;
    private boolean busy;
    private boolean reset;
    private long dropped;
    private RuntimeException failure;

    LiveStream(StreamingClassifier.Stream stream, Consumer<Answer> listener) {
        this.stream = stream;
        this.listener = listener;
    }

    private static ThreadPoolExecutor lookers() {
        int threads = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor lookers = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("tsm-live-", 0).factory());
        lookers.allowCoreThreadTimeOut(true);
        return lookers;
    }

    /**
     * Takes a picture and returns at once. Whether the network sees it depends on its time stamp and on whether a newer
     * one comes before its turn.
     *
     * @param nanos when it was taken, from any origin
     * @throws IllegalStateException if a picture before could not be answered: the listener threw the cause
     */
    public void submit(Image picture, long nanos) {
        synchronized (this) {
            if (failure != null) {
                throw new IllegalStateException("the stream has ended: " + failure.getMessage(), failure);
            }
            dropped += waiting == null ? 0 : 1;
            waiting = new Waiting(picture, nanos);
            if (busy) {
                return;
            }
            busy = true;
        }
        LOOKERS.execute(this::look);
    }

    /** One picture; what waits then goes to the back of the line, so that streams take turns. */
    private void look() {
        Waiting newest;
        boolean forget;
        synchronized (this) {
            newest = waiting;
            waiting = null;
            forget = reset;
            reset = false;
        }
        try {
            if (forget) {
                stream.reset();
            }
            if (newest != null) {
                stream.next(newest.picture(), newest.nanos()).ifPresent(listener);
            }
        } catch (RuntimeException e) {
            synchronized (this) {
                failure = e;
                waiting = null;
            }
        }
        synchronized (this) {
            busy = waiting != null;
            if (!busy) {
                return;
            }
        }
        LOOKERS.execute(this::look);
    }

    /** Pictures that no one looked at, because a newer one came. */
    public synchronized long dropped() {
        return dropped;
    }

    /** Forgets the past before the next picture. */
    public synchronized void reset() {
        reset = true;
        waiting = null;
    }
}
