package io.github.tsmjava.web.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of a page, from beside a class in its jar. They are the same for everybody and hold no secret. */
public final class Pages {

    /** No dots but the one, so no way leads out of the folder. */
    private static final Pattern PATH = Pattern.compile("/((?:[a-z0-9-]+/)*[a-z0-9-]+\\.([a-z]+))");
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8", "svg", "image/svg+xml");
    private static final String INDEX = "index.html";

    private final Class<?> beside;
    private final String folder;

    /** @param folder of the files, beside the class */
    public Pages(Class<?> beside, String folder) {
        this.beside = beside;
        this.folder = folder;
    }

    /** The file for a path; for a path that ends in a slash, the page there. */
    Optional<Content> find(String path) {
        Matcher matcher = PATH.matcher(path.endsWith("/") ? path + INDEX : path);
        if (!matcher.matches() || !TYPES.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        try (InputStream in = beside.getResourceAsStream(folder + "/" + matcher.group(1))) {
            return in == null ? Optional.empty()
                    : Optional.of(new Content(TYPES.get(matcher.group(2)), in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
