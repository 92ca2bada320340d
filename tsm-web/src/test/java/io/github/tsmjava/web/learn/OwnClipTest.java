package io.github.tsmjava.web.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.web.Lesson;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to the page's server: clips are looked at like the first one, all else is refused in a line. */
class OwnClipTest {

    private static final String TOKEN = "correct-horse-battery";
    private static final Path OTHER = Pages.CLIP.resolveSibling("zoom-in.gif");
    private static Lesson lesson;

    @BeforeAll
    static void serve() throws IOException {
        lesson = new Lesson("127.0.0.1", 0, TOKEN, Pages.subject(), Decoder.JAVA);
    }

    @AfterAll
    static void stop() {
        lesson.close();
    }

    private static HttpResponse<String> send(String path, String token, String originOrNull, byte[] bytes)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/api/%s?token=%s".formatted(lesson.port(), path, token)));
        if (originOrNull != null) {
            request.header("Origin", originOrNull);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.POST(BodyPublishers.ofByteArray(bytes)).build(), BodyHandlers.ofString());
        }
    }

    private static String origin() {
        return "http://127.0.0.1:" + lesson.port();
    }

    private static HttpResponse<String> send(String path, byte[] bytes) throws Exception {
        return send(path, TOKEN, origin(), bytes);
    }

    private static LearnData explained(Path clip) throws IOException {
        try (Video video = Video.open(clip, Decoder.JAVA)) {
            return new Explainer(Pages.MODEL, Pages.NETWORK, Pages.TWIN).explain(video, "your clip");
        }
    }

    @Test
    void aFileIsExplainedByTheEngine() throws Exception {
        HttpResponse<String> answer = send("file", Files.readAllBytes(OTHER));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(explained(OTHER).json(), answer.body());
    }

    @Test
    void picturesAreExplainedLikeTheFileTheyCameFrom() throws Exception {
        List<Image> pictures;
        try (Video video = Video.open(OTHER, Decoder.JAVA)) {
            pictures = video.frames(IntStream.range(0, video.frameCount()).toArray());
        }
        HttpResponse<String> answer = send("pictures", raw(pictures));
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(explained(OTHER).json(), answer.body());
    }

    private static byte[] raw(List<Image> pictures) {
        int width = pictures.getFirst().width();
        int height = pictures.getFirst().height();
        ByteBuffer bytes = ByteBuffer.allocate(8 + pictures.size() * 3 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort((short) pictures.size()).putShort((short) width).putShort((short) height).putShort((short) 15);
        pictures.forEach(picture -> bytes.put(picture.data()));
        return bytes.array();
    }

    private static void requireRefused(String path, byte[] bytes) throws Exception {
        HttpResponse<String> answer = send(path, bytes);
        assertEquals(422, answer.statusCode(), answer.body());
        assertEquals(1, answer.body().lines().count(), answer.body());
        assertFalse(answer.body().contains("/"), answer.body());
    }

    /** Cut, changed and made up. */
    @Test
    void hostileFilesAreRefusedInALine(@TempDir Path temporary) throws Exception {
        String usual = System.setProperty("java.io.tmpdir", temporary.toString());
        try {
            hostileFilesAreRefused();
        } finally {
            System.setProperty("java.io.tmpdir", usual);
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static void hostileFilesAreRefused() throws Exception {
        byte[] gif = Files.readAllBytes(OTHER);
        Random random = new Random(3);
        byte[] noise = new byte[5000];
        random.nextBytes(noise);
        requireRefused("file", new byte[0]);
        requireRefused("file", noise);
        requireRefused("file", Arrays.copyOf(gif, 200));
        for (int i = 0; i < 8; i++) {
            byte[] damaged = gif.clone();
            for (int k = 0; k < 30; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            HttpResponse<String> answer = send("file", damaged);
            assertTrue(answer.statusCode() == 200 || answer.statusCode() == 422, answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0100", "0000100010000f00", "0100000010000f00", "ffff100010000f00", "0100ffffffff0f00",
        "0100100010000f00", "0200010001000f00010203"})
    void picturesThatAreNoneAreRefusedInALine(String hex) throws Exception {
        requireRefused("pictures", HexFormat.of().parseHex(hex));
    }

    @Test
    void nobodyElseMaySend() throws Exception {
        // Few, so that all are on their way before the refusal ends the connection.
        byte[] bytes = new byte[16];
        assertEquals(403, send("file", TOKEN + "x", origin(), bytes).statusCode());
        assertEquals(403, send("file", "", origin(), bytes).statusCode());
        assertEquals(403, send("file", TOKEN, null, bytes).statusCode());
        assertEquals(403, send("file", TOKEN, "http://elsewhere.example", bytes).statusCode());
        assertEquals(405, send("learn", TOKEN, origin(), bytes).statusCode());
        assertEquals("403", status(ask("POST /api/file?token=" + TOKEN, "Host: rebound.example", "Origin: " + origin(),
                "Content-Length: 4")));
        assertEquals("405", status(ask("GET /api/file?token=" + TOKEN, host())));
    }

    @Test
    void whatIsTooLargeIsNotRead() throws Exception {
        String answer = ask("POST /api/file?token=" + TOKEN, host(), "Origin: " + origin(), "Content-Length: 33554433");
        assertEquals("413", status(answer));
        assertTrue(answer.endsWith("too large: expected at most 32 MiB\n"), answer);
        String chunk = "200000\r\n" + "x".repeat(0x200000) + "\r\n";
        assertEquals("413", status(ask("POST /api/file?token=" + TOKEN, host(), "Origin: " + origin(),
                "Transfer-Encoding: chunked", "\r\n" + chunk.repeat(17) + "0\r\n")));
    }

    private static String host() {
        return "Host: 127.0.0.1:" + lesson.port();
    }

    private static String status(String answer) {
        return answer.split(" ")[1];
    }

    /** The answer to a request line and headers, as they are. */
    private static String ask(String line, String... headers) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", lesson.port())) {
            String request = line + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    @Test
    void timesAreMeasuredOnce() throws Exception {
        String first = times();
        LearnData.Times times = new Gson().fromJson(first, LearnData.Times.class);
        assertEquals("this machine", times.machine());
        assertTrue(times.plan() > 0 && times.copy() > 0);
        assertEquals(first, times());
    }

    private static String times() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/api/times?token=%s"
                    .formatted(lesson.port(), TOKEN))).build(), BodyHandlers.ofString()).body();
        }
    }
}
