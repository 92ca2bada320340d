package io.github.tsmjava.web.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A secret in the address of a page. Whoever does not know the address cannot use the server, though any program and any
 * other page on the machine can reach its port.
 */
public record Token(String text) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final int BYTES = 16;

    /** @throws IllegalArgumentException if the text is short enough to be guessed, or does not fit into an address */
    public Token {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a token of 16 to 128 letters, digits, '-' and '_', found one of %d".formatted(text.length()));
        }
    }

    public static Token random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** In constant time, so that nobody can find it out piece by piece. */
    boolean matches(String given) {
        return given != null && MessageDigest.isEqual(bytes(text), bytes(given));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Does not give it away. */
    @Override
    public String toString() {
        return "Token[…]";
    }
}
