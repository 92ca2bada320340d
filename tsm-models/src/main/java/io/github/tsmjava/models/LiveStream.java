package io.github.tsmjava.models;

import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import io.github.tsmjava.video.image.Image;
import java.util.List;
import java.util.Optional;
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

    /** What looks at the pictures, one after the other. */
    interface Looker {

        Optional<Answer> next(Image picture, long nanos);

        List<CarriedMaps> carried();

        void reset();
    }

    private record Waiting(Image picture, long nanos, Consumer<Optional<Answer>> fate) {
    }

    private final Looker stream;
    private final Consumer<Answer> listener;
    private Waiting waiting;
    private boolean busy;
    private volatile Thread looking;
    private boolean reset;
    private long dropped;
    private Throwable failure;

    LiveStream(Looker stream, Consumer<Answer> listener) {
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
        submit(picture, nanos, _ -> { });
    }

    /**
     * The same for a source that wants to know what became of each picture.
     *
     * @param fate is told once: the answer, after the listener; or nothing, if the network does not see this picture
     *             or a newer one came, in which case it is told by the thread that brought the newer one; nothing
     *             also if the stream ended with it or before its turn
     * @throws IllegalStateException if a picture before could not be answered: a listener threw the cause
     */
    public void submit(Image picture, long nanos, Consumer<Optional<Answer>> fate) {
        Waiting replaced;
        synchronized (this) {
            if (failure != null) {
                throw new IllegalStateException("the stream has ended: " + failure.getMessage(), failure);
            }
            replaced = waiting;
            dropped += replaced == null ? 0 : 1;
            waiting = new Waiting(picture, nanos, fate);
            if (!busy) {
                busy = true;
                LOOKERS.execute(this::look);
            }
        }
        if (replaced != null) {
            replaced.fate().accept(Optional.empty());
        }
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
        Consumer<Optional<Answer>> fate = newest == null ? null : newest.fate();
        looking = Thread.currentThread();
        try {
            if (forget) {
                stream.reset();
            }
            if (newest != null) {
                Optional<Answer> answer = stream.next(newest.picture(), newest.nanos());
                answer.ifPresent(listener);
                fate = null;
                newest.fate().accept(answer);
            }
        } catch (RuntimeException | Error e) {
            fail(e, fate);
        } finally {
            looking = null;
        }
        synchronized (this) {
            busy = waiting != null;
            if (!busy) {
                return;
            }
        }
        LOOKERS.execute(this::look);
    }

    /** Ends the stream: {@link #submit} says why, and pictures that were never answered hear nothing. */
    private void fail(Throwable cause, Consumer<Optional<Answer>> untold) {
        Waiting unseen;
        synchronized (this) {
            failure = cause;
            unseen = waiting;
            waiting = null;
        }
        if (untold != null) {
            untold.accept(Optional.empty());
        }
        if (unseen != null) {
            unseen.fate().accept(Optional.empty());
        }
    }

    /** Pictures that no one looked at, because a newer one came. */
    public synchronized long dropped() {
        return dropped;
    }

    /**
     * What the network remembers, to be looked at by a listener while it is told an answer; empty for one that looks
     * ahead.
     *
     * @throws IllegalStateException if called from elsewhere, since the network may be changing it
     */
    public List<CarriedMaps> carried() {
        if (looking != Thread.currentThread()) {
            throw new IllegalStateException("expected a call from a listener of this stream");
        }
        return stream.carried();
    }

    /** Forgets the past before the next picture; one that waits is dropped. */
    public void reset() {
        Waiting replaced;
        synchronized (this) {
            reset = true;
            replaced = waiting;
            waiting = null;
            dropped += replaced == null ? 0 : 1;
        }
        if (replaced != null) {
            replaced.fate().accept(Optional.empty());
        }
    }
}
