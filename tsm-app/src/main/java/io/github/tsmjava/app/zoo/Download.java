package io.github.tsmjava.app.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches a file. What has come stays beside it as {@code NAME.part} until all of it is there and known to be right, and
 * the next download goes on from there.
 */
final class Download {

    /** More than any published network has. */
    static final long MOST_BYTES = 4L << 30;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

    /** Says whether a whole file is the right one. */
    @FunctionalInterface
    interface Check {
        void verify(Path file) throws IOException;
    }

    /** Who wants to know how it goes. */
    @FunctionalInterface
    interface Watch {

        /**
         * The file begins to come.
         *
         * @param bytes   how many it has, if the server says it
         * @param present how many of them are there already
         * @return who is told each time how many more have come
         */
        LongConsumer begin(OptionalLong bytes, long present);
    }

    private final URI address;
    private final Duration patience;

    Download(URI address) {
        this(address, PATIENCE);
    }

    /** @param patience how long a server may take to answer, and to send the next bytes */
    Download(URI address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    /**
     * Fetches into a file that is not there yet.
     *
     * @throws IOException in one line, if the server cannot be reached, does not have the file or sends another one. What
     *                     has come stays, unless it cannot be the beginning of the file
     */
    void to(Path file, Check check, Watch watch) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock(channel, part)) {
            fetch(channel, watch);
            channel.force(true);
            try {
                check.verify(part);
            } catch (IOException e) {
                Files.deleteIfExists(part);
                throw new IOException("%s: not the file that was published: %s".formatted(address, e.getMessage()), e);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static FileLock lock(FileChannel channel, Path part) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this program: the same as another program.
        }
        throw new IOException(part + ": another download is writing to it");
    }

    private void fetch(FileChannel channel, Watch watch) throws IOException {
        try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor();
                HttpClient client = HttpClient.newBuilder().connectTimeout(patience)
                        .proxy(EnvironmentProxies.orElse(ProxySelector.getDefault())).followRedirects(HttpClient.Redirect.NORMAL).build()) {
            long present = channel.size();
            HttpResponse<InputStream> response = ask(client, present);
            if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
                // What is there is no beginning of this file.
                response.body().close();
                present = 0;
                response = ask(client, present);
            }
            try (InputStream body = response.body()) {
                receive(response, body, channel, present, watch, reader);
            } finally {
                client.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(address + ": stopped", e);
        }
    }

    private HttpResponse<InputStream> ask(HttpClient client, long present) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(patience)
                .header("User-Agent", "tsm").header("Accept-Encoding", "identity");
        if (present > 0) {
            request.header("Range", "bytes=%d-".formatted(present));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw unreachable(hasUnknownHost(e) ? "its name is not known here" : "it cannot be reached", e);
        } catch (HttpTimeoutException e) {
            throw unreachable("no answer within %d seconds".formatted(patience.toSeconds()), e);
        } catch (IOException e) {
            throw unreachable(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean hasUnknownHost(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private IOException unreachable(String why, Exception cause) {
        return new IOException("%s: %s".formatted(address, why), cause);
    }

    private void receive(HttpResponse<InputStream> response, InputStream body, FileChannel channel, long asked,
                         Watch watch, ExecutorService reader) throws IOException, InterruptedException {
        long from = beginning(response, asked);
        OptionalLong length = response.headers().firstValueAsLong("Content-Length");
        OptionalLong whole = length.isPresent() ? OptionalLong.of(from + length.getAsLong()) : length;
        if (whole.isPresent() && whole.getAsLong() > MOST_BYTES) {
            throw new IOException("%s: expected at most %d bytes, it has %d".formatted(address, MOST_BYTES, whole.getAsLong()));
        }
        channel.truncate(from);
        channel.position(from);
        LongConsumer told = watch.begin(whole, from);
        byte[] buffer = new byte[1 << 16];
        long present = from;
        for (int count; (count = read(reader, body, buffer)) >= 0; present += count) {
            if (present + count > MOST_BYTES) {
                throw new IOException("%s: expected at most %d bytes, it has more".formatted(address, MOST_BYTES));
            }
            for (ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            told.accept(count);
        }
        if (whole.isPresent() && present != whole.getAsLong()) {
            throw interrupted("%d of %d bytes came".formatted(present, whole.getAsLong()), null);
        }
    }

    /** At which byte of the file the answer begins. */
    private long beginning(HttpResponse<InputStream> response, long asked) throws IOException {
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")
                && response.statusCode() < 300) {
            throw new IOException(address + ": a web page is there in place of the file");
        }
        if (response.statusCode() == OK) {
            return 0;
        }
        if (response.statusCode() == PARTIAL) {
            Matcher range = RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
            if (range.matches() && Long.parseLong(range.group(1)) == asked) {
                return asked;
            }
            throw new IOException(address + ": sends another part of the file than was asked for");
        }
        throw new IOException("%s: the file is not there: the server says %d; published links die, try a mirror with --from"
                .formatted(address, response.statusCode()));
    }

    /** The next bytes, if they come in time. */
    private int read(ExecutorService reader, InputStream body, byte[] buffer) throws IOException, InterruptedException {
        try {
            return reader.submit(() -> body.read(buffer)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw interrupted("nothing came for %d seconds".formatted(patience.toSeconds()), e);
        } catch (ExecutionException e) {
            throw interrupted(String.valueOf(e.getCause().getMessage()), e);
        }
    }

    private IOException interrupted(String why, Exception cause) {
        return new IOException("%s: %s; the same command goes on from there".formatted(address, why), cause);
    }
}
