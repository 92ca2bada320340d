package io.github.tsmjava.app.zoo;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.tsmjava.app.Inputs.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of this process, which does what servers do, good and bad. */
class DownloadTest {

    private static final byte[] CONTENT = new byte[300_000];
    private static final Download.Watch NOBODY = (_, _) -> _ -> { };
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** With servers that never answer, or no longer. */
    private static final Duration LITTLE_PATIENCE = Duration.ofSeconds(3);

    static {
        new Random(5).nextBytes(CONTENT);
    }

    @TempDir
    private Path folder;

    private final List<String> ranges = new ArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/whole", exchange -> send(exchange, CONTENT, true));
        server.createContext("/without-ranges", exchange -> send(exchange, CONTENT, false));
        server.createContext("/cut", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 100_000);
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });
        server.createContext("/stalls", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 50_000);
            exchange.getResponseBody().flush();
            await();
        });
        server.createContext("/silent", _ -> await());
        server.createContext("/dead", exchange -> exchange.sendResponseHeaders(404, -1));
        server.createContext("/page", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write(new byte[3]);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/whole");
            exchange.sendResponseHeaders(302, -1);
        });
        server.createContext("/huge", exchange -> {
            exchange.sendResponseHeaders(200, Download.MOST_BYTES + 1);
            exchange.getResponseBody().write(0);
            exchange.getResponseBody().flush();
            await();
        });
        server.createContext("/other-part", exchange -> {
            exchange.getResponseHeaders().set("Content-Range", "bytes 7-9/300000");
            exchange.sendResponseHeaders(206, 3);
            exchange.getResponseBody().write(new byte[3]);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, byte[] content, boolean knowsRanges) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = knowsRanges && range != null ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
        if (from > 0 && from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Range",
                    "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
            exchange.getResponseBody().write(content, from, content.length - from);
        }
        exchange.close();
    }

    private URI address(String path) {
        return URI.create("http://%s:%d/%s".formatted(server.getAddress().getHostString(), server.getAddress().getPort(), path));
    }

    private void fetch(String path) throws IOException {
        Duration patience = path.equals("silent") || path.equals("stalls") ? LITTLE_PATIENCE : PATIENCE;
        new Download(address(path), patience).to(file(), DownloadTest::requireContent, NOBODY);
    }

    private static void requireContent(Path file) throws IOException {
        if (!Arrays.equals(CONTENT, Files.readAllBytes(file))) {
            throw new IOException("other bytes");
        }
    }

    private Path file() {
        return folder.resolve("network.pth");
    }

    private Path part() {
        return folder.resolve("network.pth.part");
    }

    private void requireWhole() throws IOException {
        assertArrayEquals(CONTENT, Files.readAllBytes(file()));
        assertFalse(Files.exists(part()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "moved", "without-ranges"})
    void aFileComes(String path) throws IOException {
        AtomicLong told = new AtomicLong();
        new Download(address(path), PATIENCE).to(file(), DownloadTest::requireContent, (bytes, present) -> {
            assertEquals(OptionalLong.of(CONTENT.length), bytes);
            assertEquals(0, present);
            return told::addAndGet;
        });
        assertEquals(CONTENT.length, told.get());
        requireWhole();
    }

    /** From where it ended; from the beginning where the server cannot, or what is there is longer than the file. */
    @ParameterizedTest
    @CsvSource({"cut, whole, 100000", "stalls, whole, 50000", "cut, without-ranges, 100000"})
    void aDownloadThatWasCutOffGoesOn(String first, String second, int there) throws IOException {
        String message = assertThrows(IOException.class, () -> fetch(first)).getMessage();
        assertTrue(message.endsWith("the same command goes on from there"), message);
        assertFalse(Files.exists(file()));
        assertEquals(there, Files.size(part()));
        fetch(second);
        assertEquals(List.of("bytes=" + there + "-"), ranges);
        requireWhole();
    }

    @Test
    void whatIsLongerThanTheFileIsNoBeginningOfIt() throws IOException {
        Files.write(part(), new byte[CONTENT.length + 1]);
        fetch("whole");
        assertEquals(List.of("bytes=300001-", "null"), ranges);
        requireWhole();
    }

    /** One line that says what is wrong, in time, and no file. */
    @ParameterizedTest
    @CsvSource({
        "dead, the file is not there: the server says 404", "page, a web page is there in place of the file",
        "silent, no answer within 3 seconds", "stalls, nothing came for 3 seconds", "huge, expected at most 4294967296 bytes",
        "other-part, sends another part of the file"})
    void whatServersDoIsTold(String path, String words) {
        String message = assertTimeout(Duration.ofSeconds(10),
                () -> assertThrows(IOException.class, () -> fetch(path)).getMessage());
        assertTrue(message.startsWith(address(path) + ": ") && message.contains(words), message);
        assertEquals(1, message.lines().count());
        assertFalse(Files.exists(file()));
    }

    @Test
    void anotherFileIsThrownAway() throws IOException {
        Files.write(part(), new byte[10]);
        String message = assertThrows(IOException.class, () -> fetch("whole")).getMessage();
        assertTrue(message.endsWith("not the file that was published: other bytes"), message);
        assertFalse(Files.exists(part()));
        fetch("whole");
        requireWhole();
    }

    @Test
    void aServerThatIsNotThere() {
        server.stop(0);
        String message = assertThrows(IOException.class, () -> fetch("whole")).getMessage();
        assertTrue(message.endsWith("it cannot be reached"), message);
        String unknown = assertThrows(IOException.class, () -> new Download(URI.create("http://tsm.invalid/x"), PATIENCE)
                .to(file(), DownloadTest::requireContent, NOBODY)).getMessage();
        assertTrue(unknown.endsWith("its name is not known here"), unknown);
    }

    @Test
    void proxiesOfTheEnvironment() {
        ProxySelector none = new ProxySelector() {
            @Override
            public List<Proxy> select(URI address) {
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI address, SocketAddress proxy, IOException reason) {
            }
        };
        Map<String, String> variables = Map.of("HTTPS_PROXY", "http://proxy.example:3128", "http_proxy", "plain.example",
                "NO_PROXY", "localhost, .inner.example");
        EnvironmentProxies proxies = new EnvironmentProxies(variables::get, none);
        assertEquals("proxy.example:3128", place(proxies, "https://download.example/a"));
        assertEquals("plain.example:8080", place(proxies, "http://download.example/a"));
        assertEquals("none", place(proxies, "https://localhost/a"));
        assertEquals("none", place(proxies, "https://a.inner.example/a"));
        assertEquals("none", place(new EnvironmentProxies(Map.<String, String>of()::get, none), "https://download.example/a"));
    }

    private static String place(ProxySelector proxies, String address) {
        Proxy proxy = proxies.select(URI.create(address)).getFirst();
        return proxy.address() instanceof InetSocketAddress at ? at.getHostString() + ":" + at.getPort() : "none";
    }

    /** The command: a mirror in place of the published address, the checksum of the published name. */
    @Test
    void theCommandRefusesAnotherFileAndSaysWhereItIs() throws IOException {
        String name = "tsm_r50_1x1x8_50e_sthv1_rgb";
        Outcome other = tsm("zoo", name, "--download", folder, "--from", address("whole"));
        assertEquals(2, other.exit(), other.err());
        assertTrue(other.err().contains("expected a SHA-256 that begins with"), other.err());
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
        Path box = folder.resolve("box.pth");
        assertEquals(0, tsm("convert", box).exit());
        byte[] checkpoint = Files.readAllBytes(box);
        server.createContext("/box", exchange -> send(exchange, checkpoint, true));
        String published = "TSM_kinetics_RGB_resnet50_shift8_blockres_avg_segment8_e50";
        Outcome fetched = tsm("zoo", published, "--download", folder.resolve("new"), "--from", address("box"));
        assertEquals(0, fetched.exit(), fetched.err());
        Path file = folder.resolve("new").resolve(published + ".pth");
        assertEquals(file.toString(), fetched.out().strip());
        assertArrayEquals(checkpoint, Files.readAllBytes(file));
        assertEquals(0, tsm("zoo", published, "--download", folder.resolve("new"), "--from", address("dead")).exit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"zoo --download D", "zoo tsm --download D", "zoo --from http://a/b",
        "zoo tsm_r50_1x1x8_50e_sthv1_rgb --download D --from ftp://a/b", "zoo tsm_mobilenetv2_gestures --download D"})
    void wrongUseIsRefused(String line) {
        Outcome outcome = tsm((Object[]) line.replace("D", folder.toString()).split(" "));
        assertTrue(outcome.exit() == 2 || outcome.exit() == 1, outcome.err());
        assertTrue(outcome.err().contains("--download") || outcome.err().contains("--from"), outcome.err());
    }
}
