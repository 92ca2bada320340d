package io.github.tsmjava.web.server;

import java.nio.charset.StandardCharsets;

/**
 * What is sent for a request.
 *
 * @param type as in the header {@code Content-Type}
 */
public record Content(String type, byte[] bytes) {

    public static Content json(String text) {
        return new Content("application/json; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Content binary(byte[] bytes) {
        return new Content("application/octet-stream", bytes);
    }
}
