package io.github.tsmjava.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.video.image.Image;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A page without a browser. */
final class Client implements WebSocket.Listener, AutoCloseable {

    private static final int PATIENCE = 60;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** How a connection ended. */
    record End(int code, String reason) {
    }

    final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();
    final BlockingQueue<byte[]> pictures = new LinkedBlockingQueue<>();
    final CompletableFuture<End> end = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 20);
    private final WebSocket socket;

    /** @throws java.util.concurrent.CompletionException if the server refuses */
    Client(Demo demo) {
        this(demo.address(), "http://127.0.0.1:" + demo.port());
    }

    Client(String address, String originOrNull) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        if (originOrNull != null) {
            builder.header("Origin", originOrNull);
        }
        socket = builder.buildAsync(URI.create(address.replace("http:", "ws:").replace("/?", "/socket/live?")), this).join();
    }

    /** The message of a page with a picture. */
    static ByteBuffer message(int number, double capture, Image picture) {
        ByteBuffer message = ByteBuffer.allocate(16 + 4 * picture.width() * picture.height()).order(ByteOrder.LITTLE_ENDIAN);
        message.putInt(number).putShort((short) picture.width()).putShort((short) picture.height()).putDouble(capture);
        for (int at = 0; at < picture.data().length; at += 3) {
            message.put(picture.data(), at, 3).put((byte) 255);
        }
        return message.flip();
    }

    void send(ByteBuffer message) {
        socket.sendBinary(message, true).join();
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    /** Sends the beginning of a message and nothing more. */
    void sendPart(ByteBuffer message) {
        socket.sendBinary(message, false).join();
    }

    JsonObject next() throws InterruptedException {
        JsonObject answer = answers.poll(PATIENCE, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer");
        }
        return answer;
    }

    End end() throws Exception {
        return end.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            answers.add(JsonParser.parseString(text.toString()).getAsJsonObject());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        bytes.put(part);
        if (last) {
            byte[] picture = new byte[bytes.flip().remaining()];
            bytes.get(picture).clear();
            pictures.add(picture);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end.complete(new End(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end.complete(new End(-1, error.toString()));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
