package io.github.tsmjava.models;

import io.github.tsmjava.models.labels.LabelSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Class names, one a line, in the order of the classifier's rows: from a file, or of a public data set by its name. */
public final class Labels {

    /**
     * The public data set whose class names fit a file that has none.
     *
     * @param dataset  its name as people write it
     * @param order    the order of its classes in words, or an empty text if there is but one
     * @param evidence what speaks for it, as in {@code its file name}
     */
    public record Guess(String dataset, String order, String evidence) {

        /** The data set's name, and the order if it has several. */
        public String title() {
            return order.isEmpty() ? dataset : dataset + " " + order;
        }
    }

    static final String MISCOUNT = "expected %d labels, one for each class of the network, found %d";
    private static final long MAX_BYTES = 16 << 20;

    private Labels() {
    }

    /**
     * Reads a label file. If there is no such file, its name may be that of a public data set: {@code jester}.
     *
     * @param classes how many classes the network has
     * @throws IOException in one line, if the file cannot be read or does not hold exactly one name for each class
     */
    public static List<String> read(Path file, int classes) throws IOException {
        List<String> labels = read(file);
        requireCount(file.toString(), labels, classes);
        return labels;
    }

    /**
     * Reads a label file, or takes the names of a public data set; it decides itself how many classes there are.
     *
     * @throws IOException in one line, if the file cannot be read or names no class
     */
    public static List<String> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return LabelSet.find(file.toString()).orElseThrow(() -> new IOException(
                    "%s: expected a text file or one of %s, found %s".formatted(file, LabelSet.names(),
                            Files.exists(file) ? "something else" : "no such file"))).labels();
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("%s: a label file of at most %d bytes expected, found %d"
                    .formatted(file, MAX_BYTES, Files.size(file)));
        }
        List<String> labels = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            lines.lines().map(line -> line.replace("\uFEFF", "").strip()).forEach(labels::add);
        } catch (CharacterCodingException | UncheckedIOException e) {
            throw new IOException(file + ": expected UTF-8 text", e);
        }
        while (!labels.isEmpty() && labels.getLast().isEmpty()) {
            labels.removeLast();
        }
        if (labels.isEmpty()) {
            throw new IOException(file + ": expected class names, one a line, found none");
        }
        return List.copyOf(labels);
    }

    static void requireCount(String source, List<String> labels, int classes) throws IOException {
        if (labels.size() != classes) {
            throw new IOException(source + ": " + MISCOUNT.formatted(classes, labels.size()));
        }
    }
}
