package io.github.tsmjava.web.live;

import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.LiveStream;
import io.github.tsmjava.models.streaming.Smoothing;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;

/**
 * One page's stream. Pictures are handed to a {@link LiveStream}, whose threads compute; the threads that read from
 * connections only take messages apart, so one page cannot hold up another.
 */
public final class StreamSocket implements Session.Listener.AutoDemanding {

    /** Pages send 30 pictures a second. */
    private static final double MESSAGES_PER_SECOND = 90;
    /** Answers that a page has not fetched yet. */
    private static final int MOST_WAITING = 32;
    private static final long MEMORY_INTERVAL = 200_000_000;

    private final Networks networks;
    private final Semaphore places;
    private final AtomicInteger waiting = new AtomicInteger();
    private final long start = System.nanoTime();
    private final RateLimit rate = new RateLimit(MESSAGES_PER_SECOND, start);
    private Session session;
    private boolean hasPlace;
    private int network;
    private Smoothing.Named smoothing = Smoothing.Named.USUAL;
    private volatile LiveStream live;
    private volatile boolean memory;
    private long memorySent = start - MEMORY_INTERVAL;

    /** @param places one for each stream that may be open at the same time */
    public StreamSocket(Networks networks, Semaphore places) {
        this.networks = networks;
        this.places = places;
    }

    @Override
    public void onWebSocketOpen(Session opened) {
        session = opened;
        hasPlace = places.tryAcquire();
        if (hasPlace) {
            begin();
        } else {
            close(StatusCode.TRY_AGAIN_LATER, "too many streams");
        }
    }

    /** A new stream, on the network and with the smoothing chosen last. Answers of the one before are not told any more. */
    private void begin() {
        smoothing = networks.smoothings(network).contains(smoothing) ? smoothing : Smoothing.Named.USUAL;
        live = networks.get(network).streams().apply(smoothing.smoothing());
        send(Messages.hello(networks, network, smoothing));
    }

    @Override
    public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
        try {
            if (isWelcome()) {
                double received = now();
                FrameMessage frame = FrameMessage.parse(payload);
                LiveStream stream = live;
                stream.submit(frame.picture(), frame.nanos(), answer -> answer(stream, frame, answer, received));
            }
            callback.succeed();
        } catch (MalformedException e) {
            close(StatusCode.BAD_PAYLOAD, e.getMessage());
            callback.succeed();
        } catch (IllegalStateException e) {
            close(StatusCode.SERVER_ERROR, "the stream has ended");
            callback.succeed();
        }
    }

    @Override
    public void onWebSocketText(String message) {
        try {
            if (isWelcome()) {
                follow(Request.parse(message));
            }
        } catch (MalformedException e) {
            close(StatusCode.BAD_PAYLOAD, e.getMessage());
        }
    }

    /** Whether messages of this page are still listened to. */
    private boolean isWelcome() {
        if (!hasPlace || !session.isOpen()) {
            return false;
        }
        if (rate.allows(System.nanoTime())) {
            return true;
        }
        close(StatusCode.POLICY_VIOLATION, "too many messages");
        return false;
    }

    private void follow(Request request) throws MalformedException {
        switch (request) {
            case Request.Alive _ -> { }
            case Request.Reset _ -> live.reset();
            case Request.Remember remember -> memory = remember.wanted();
            case Request.Smooth smooth -> {
                smoothing = Smoothing.Named.find(smooth.name())
                        .orElseThrow(() -> new MalformedException("expected the name of a smoothing"));
                begin();
            }
            case Request.Choose choose -> {
                if (choose.network() < 0 || choose.network() >= networks.names().size()) {
                    throw new MalformedException("expected a network from the list");
                }
                network = choose.network();
                begin();
            }
        }
    }

    /** Called by the thread that computed the answer, or by the one that brought a newer picture. */
    private void answer(LiveStream from, FrameMessage frame, Optional<Answer> answer, double received) {
        long dropped = from.dropped();
        if (answer.isEmpty() || from != live) {
            send(Messages.skipped(frame, dropped, received, now()));
            return;
        }
        send(Messages.seen(frame, answer.get(), dropped, received, now()));
        long now = System.nanoTime();
        if (memory && networks.get(network).remembers() && now - memorySent >= MEMORY_INTERVAL) {
            memorySent = now;
            ByteBuffer picture = MemoryPicture.of(from.carried());
            if (mayWait()) {
                session.sendBinary(picture, sent());
            }
        }
    }

    /** Milliseconds by a clock of this connection. */
    private double now() {
        return (System.nanoTime() - start) / 1e6;
    }

    private void send(String message) {
        if (mayWait()) {
            session.sendText(message, sent());
        }
    }

    /** A page that does not fetch its answers is let go, since they would fill the memory. */
    private boolean mayWait() {
        if (!session.isOpen()) {
            return false;
        }
        if (waiting.incrementAndGet() <= MOST_WAITING) {
            return true;
        }
        session.disconnect();
        return false;
    }

    private Callback sent() {
        return Callback.from(waiting::decrementAndGet, _ -> waiting.decrementAndGet());
    }

    private void close(int code, String reason) {
        session.close(code, reason, Callback.NOOP);
    }

    @Override
    public void onWebSocketClose(int code, String reason, Callback callback) {
        if (hasPlace) {
            hasPlace = false;
            places.release();
        }
        callback.succeed();
    }

    /** Of the connection; it is closed next. Pages come and go, so there is nothing to report. */
    @Override
    public void onWebSocketError(Throwable cause) {
    }
}
