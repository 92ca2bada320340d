package io.github.tsmjava.train.log;

import io.github.tsmjava.io.AtomicFile;
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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A CSV file of values that grows while training goes on. The first column is a count that grows from row to row, so
 * rows that a resumed training will write again are known and taken out.
 */
final class CsvLog implements AutoCloseable {

    private static final String NUMBER = "(NaN|-?(Infinity|\\d+(\\.\\d+)?(E-?\\d{1,3})?))";

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private final BufferedWriter writer;

    /**
     * Begins a log, or continues the one that is there. Rows that do not fit the header are taken out.
     *
     * @param header the names of the columns, at least two
     * @param last   the largest first number that stays
     * @throws IOException in one line that names the file, if it cannot be written
     */
    CsvLog(Path file, String header, long last) throws IOException {
        this.file = file;
        Pattern row = Pattern.compile("\\d{1,18}(," + NUMBER + "){" + (header.split(",").length - 1) + "}");
        if (Files.exists(file)) {
            Files.readString(file, StandardCharsets.ISO_8859_1).lines()
                    .filter(line -> row.matcher(line).matches() && values(line)[0] <= last).forEach(lines::add);
        }
        byte[] kept = (header + "\n" + String.join("", lines.stream().map(line -> line + "\n").toList()))
                .getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(kept));
        writer = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
    }

    /** The rows that were there before, as values. */
    List<double[]> kept() {
        return lines.stream().map(CsvLog::values).toList();
    }

    /**
     * Writes a row at once, so that nothing is lost when the program ends.
     *
     * @return the row as it will be read again
     */
    double[] add(String format, Object... values) throws IOException {
        String line = String.format(Locale.ROOT, format, values);
        try {
            writer.write(line + "\n");
            writer.flush();
        } catch (IOException e) {
            throw new IOException("%s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
        return values(line);
    }

    private static double[] values(String line) {
        return Stream.of(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
