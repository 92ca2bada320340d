package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.web.Client.End;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;

/** Somebody who sends what no page sends. */
final class Hostile {

    private static final int TOO_LARGE = (512 << 10) + 1;
    private static final List<String> TEXTS = List.of("", "{", "[]", "{}", "{\"reset\"", "{\"network\": 7}",
            "{\"smoothing\": \"x\"}", "{\"other\": 1}", "null", "{\"memory\": {}}");

    private Hostile() {
    }

    /** Connects, does one thing that is forbidden, and checks that it is refused with a reason. */
    static void once(Demo demo, Image picture, Random random) throws Exception {
        switch (random.nextInt(20)) {
            case 0 -> refused(demo.address().replaceAll("token=.*", "token=" + random.nextLong()), demo);
            case 1 -> assertThrows(CompletionException.class, () -> new Client(demo.address(), "http://example.org"));
            case 2 -> ends(demo, ByteBuffer.allocate(TOO_LARGE), 1009, "");
            case 3 -> {
                try (Client gone = new Client(demo)) {
                    gone.sendPart(ByteBuffer.allocate(random.nextInt(1 << 16)));
                }
            }
            case 4, 5 -> {
                try (Client client = new Client(demo)) {
                    client.send(TEXTS.get(random.nextInt(TEXTS.size())));
                    closed(client, 1007, "expected ");
                }
            }
            default -> ends(demo, malformed(picture, random), 1007, "expected ");
        }
    }

    private static void refused(String address, Demo demo) {
        assertThrows(CompletionException.class, () -> new Client(address, "http://127.0.0.1:" + demo.port()));
    }

    private static void ends(Demo demo, ByteBuffer message, int code, String reason) throws Exception {
        try (Client client = new Client(demo)) {
            client.send(message);
            closed(client, code, reason);
        }
    }

    private static void closed(Client client, int code, String reason) throws Exception {
        End end = client.end();
        assertEquals(code, end.code(), end.reason());
        assertTrue(end.reason().startsWith(reason), end.reason());
    }

    private static ByteBuffer malformed(Image picture, Random random) {
        ByteBuffer valid = Client.message(1, 2, picture);
        return switch (random.nextInt(6)) {
            case 0 -> valid.limit(random.nextInt(valid.limit()));
            case 1 -> valid.putShort(4, (short) random.nextInt(65536)).putShort(6, (short) (1 + random.nextInt(50)));
            case 2 -> valid.putDouble(8, random.nextBoolean() ? Double.NaN : 1e300);
            case 3 -> valid.putShort(4, (short) 0);
            case 4 -> ByteBuffer.allocate(0);
            default -> {
                byte[] noise = new byte[random.nextInt(5000)];
                random.nextBytes(noise);
                yield ByteBuffer.wrap(noise);
            }
        };
    }
}
