package io.github.tsmjava.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content.Source;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Reads what pages send, within limits of size and time, one at a time: whoever comes meanwhile is told to try again.
 */
final class Uploads {

    /** The most bytes that are taken. */
    static final int MAX_BYTES = 32 << 20;
    private static final Duration MAX_TIME = Duration.ofSeconds(60);
    private static final int PART = 64 << 10;

    private final Map<String, Upload> uploads;
    private final Semaphore place = new Semaphore(1);

    /** @param uploads by what follows {@code /api/} */
    Uploads(Map<String, Upload> uploads) {
        this.uploads = Map.copyOf(uploads);
    }

    /** Whether something may be sent to a path. */
    boolean take(String path) {
        return path.startsWith(Guard.API) && uploads.containsKey(path.substring(Guard.API.length()));
    }

    /** Takes the bytes of a request and answers it. */
    void handle(Request request, Response response, Callback callback) {
        int status = HttpStatus.OK_200;
        Content content;
        try {
            content = answer(request);
        } catch (RefusedException e) {
            status = e.status();
            content = WebServer.text(e.getMessage());
        }
        WebServer.send(request, response, callback, status, content);
    }

    private Content answer(Request request) throws RefusedException {
        requireSmall(request.getLength());
        if (!place.tryAcquire()) {
            throw new RefusedException(HttpStatus.SERVICE_UNAVAILABLE_503,
                    "another one is looked at; try again in a moment");
        }
        try {
            String name = request.getHttpURI().getCanonicalPath().substring(Guard.API.length());
            return uploads.get(name).take(read(request));
        } finally {
            place.release();
        }
    }

    /** Not longer than allowed, however slowly the bytes come. */
    private static byte[] read(Request request) throws RefusedException {
        long end = System.nanoTime() + MAX_TIME.toNanos();
        int announced = (int) Math.max(0, request.getLength());
        byte[] bytes = new byte[Math.max(announced + 1, PART)];
        int size = 0;
        try (InputStream in = Source.asInputStream(request)) {
            int count = in.read(bytes, size, bytes.length - size);
            while (count >= 0) {
                size += count;
                requireSmall(size);
                if (System.nanoTime() > end) {
                    throw new RefusedException(HttpStatus.REQUEST_TIMEOUT_408,
                            "the bytes came too slowly: not all within %d seconds".formatted(MAX_TIME.toSeconds()));
                }
                if (size == bytes.length) {
                    bytes = Arrays.copyOf(bytes, 2 * size);
                }
                count = in.read(bytes, size, bytes.length - size);
            }
        } catch (IOException e) {
            throw new RefusedException(HttpStatus.BAD_REQUEST_400, "the bytes did not all come");
        }
        return Arrays.copyOf(bytes, size);
    }

    private static void requireSmall(long size) throws RefusedException {
        if (size > MAX_BYTES) {
            throw new RefusedException(HttpStatus.PAYLOAD_TOO_LARGE_413,
                    "too large: expected at most %d MiB".formatted(MAX_BYTES >> 20));
        }
    }
}
