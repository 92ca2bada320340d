package io.github.tsmjava.train;

import io.github.tsmjava.weights.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CSV file of numbers that grows while training goes on. The first column is a count that grows from row to row, so
 * rows that a resumed training will write again are known and taken out.
 */
final class TrainingLog implements AutoCloseable {

    private static final Pattern ROW = Pattern.compile("(\\d{1,9})(,[^,]+)+");

    private final BufferedWriter writer;

    /**
     * Begins a log, or continues the one that is there.
     *
     * @param last the largest first number that stays
     */
    TrainingLog(Path file, String header, long last) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        if (Files.exists(file)) {
            Files.readString(file, StandardCharsets.ISO_8859_1).lines().skip(1)
                    .filter(line -> isBefore(line, last)).forEach(lines::add);
        }
        byte[] kept = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(kept));
        writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    }

    private static boolean isBefore(String line, long last) {
        Matcher row = ROW.matcher(line);
        return row.matches() && Long.parseLong(row.group(1)) <= last;
    }

    /** Writes a row at once, so that nothing is lost when the program ends. */
    void add(String format, Object... numbers) throws IOException {
        writer.write(String.format(Locale.ROOT, format, numbers) + "\n");
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
