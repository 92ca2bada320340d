package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.PretrainedNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask: only the page itself, under the name it was started with. */
class GuardTest {

    private static final String TOKEN = "correct-horse-battery";
    private static Demo demo;

    @BeforeAll
    static void start() throws Exception {
        demo = Demos.serve(0, TOKEN, Map.of("gestures", PretrainedNetwork.gestures()));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    /** The answer to a request line and headers, as they are. */
    private static String ask(String line, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", demo.port())) {
            String request = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.split(" ")[1]);
    }

    private static String host() {
        return "Host: 127.0.0.1:" + demo.port();
    }

    @Test
    void thePageComesWithItsHeaders() throws IOException {
        String answer = ask("GET /", host());
        assertEquals(200, status(answer));
        assertTrue(answer.contains("<!doctype html>"), answer);
        for (String header : new String[] {"Content-Security-Policy: default-src 'self'; ", "X-Content-Type-Options: nosniff",
            "Referrer-Policy: no-referrer", "Cache-Control: no-store", "Content-Type: text/html; charset=utf-8"}) {
            assertTrue(answer.contains(header), answer);
        }
        assertTrue(!answer.contains("Jetty") && !answer.contains(TOKEN), answer);
        assertEquals(200, status(ask("HEAD /live/main.js", host())));
        assertEquals(405, status(ask("POST /", host(), "Content-Length: 0")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../Demo.class", "/%2e%2e/Demo.class", "/live/..%2f..%2fDemo.class", "/index.html/", "/live",
        "/package-info.class", "//etc/passwd", "/nothing.js", "/live/../../Demo.class", "/icon.svg%00.html"})
    void nothingButThePageIsServed(String path) throws IOException {
        assertTrue(status(ask("GET " + path, host())) / 100 == 4, path);
    }

    @Test
    void answersNeedTheToken() throws IOException {
        assertEquals(200, status(ask("GET /api/clips?token=" + TOKEN, host())));
        assertEquals(403, status(ask("GET /api/clips", host())));
        assertEquals(403, status(ask("GET /api/clips?token=", host())));
        assertEquals(403, status(ask("GET /api/clips?token=" + TOKEN + "x", host())));
        assertEquals(403, status(ask("GET /%61pi/clips", host())));
        assertEquals(403, status(ask("GET /live/../api/clips", host())));
        assertEquals(404, status(ask("GET /api/other?token=" + TOKEN, host())));
        String clip = ask("GET /api/clips/zoom-in?token=" + TOKEN, host());
        assertTrue(clip.contains("Content-Length: " + (8 + 24 * 128 * 128 * 3)), clip.substring(0, 900));
    }

    @Test
    void onlyItsOwnNameIsAnswered() throws IOException {
        assertEquals(200, status(ask("GET /", "Host: localhost:" + demo.port())));
        assertEquals(403, status(ask("GET /", "Host: 127.0.0.1:" + (demo.port() + 1))));
        assertEquals(403, status(ask("GET /", "Host: rebound.example:" + demo.port())));
        assertEquals(403, status(ask("GET /", "Host: rebound.example")));
        assertEquals(200, status(ask("GET /", host(), "Origin: http://127.0.0.1:" + demo.port())));
        assertEquals(403, status(ask("GET /", host(), "Origin: http://elsewhere.example")));
        assertEquals(403, status(ask("GET /", host(), "Origin: null")));
        assertEquals(400, status(ask("GET /")));
    }

    private static int refusal(String address, String origin) {
        CompletionException e = assertThrows(CompletionException.class, () -> new Client(address, origin).close());
        return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
    }

    @Test
    void socketsNeedTokenAndOrigin() throws Exception {
        String origin = "http://127.0.0.1:" + demo.port();
        try (Client client = new Client(demo.address(), origin)) {
            assertEquals("hello", client.next().get("type").getAsString());
        }
        assertEquals(403, refusal(demo.address() + "x", origin));
        assertEquals(403, refusal(demo.address().replace(TOKEN, ""), origin));
        assertEquals(403, refusal(demo.address(), null));
        assertEquals(403, refusal(demo.address(), "http://elsewhere.example"));
        assertEquals(403, refusal(demo.address(), "http://127.0.0.1"));
        assertEquals(403, status(ask("GET /socket/live?token=" + TOKEN, "Host: rebound.example", "Origin: " + origin)));
    }

    @Test
    void tokensAreRandomOrLong() throws Exception {
        try (Demo one = demo(null); Demo other = demo(null)) {
            assertNotEquals(one.address().split("=")[1], other.address().split("=")[1]);
        }
        assertThrows(IllegalArgumentException.class, () -> demo("short"));
        assertThrows(IllegalArgumentException.class, () -> demo("with a space in the middle"));
    }

    private static Demo demo(String token) throws IOException {
        return Demos.serve(0, token, Map.of("gestures", PretrainedNetwork.gestures()));
    }

    @Test
    void aTakenPortIsSaidInALine() {
        IOException e = assertThrows(IOException.class, () -> Demos.serve(demo.port(), null, Map.of()));
        assertEquals("cannot listen at 127.0.0.1:%d: Address already in use".formatted(demo.port()), e.getMessage());
    }
}
