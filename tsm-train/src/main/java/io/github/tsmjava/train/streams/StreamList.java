package io.github.tsmjava.train.streams;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.train.files.TextFile;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.timing.FramePicker;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Streams and what happens in them: a table {@code folder,frames,fps} of folders of frames or video files, and beside it
 * {@value #EVENTS} with {@code folder,start,end,class}. Paths begin in the folder of the tables; times are in seconds.
 *
 * @param file    where the list comes from
 * @param streams at least one
 */
public record StreamList(Path file, List<Entry> streams) {

    /** The table of events, beside that of streams. */
    public static final String EVENTS = "events.csv";

    private static final List<String> STREAM_COLUMNS = List.of("folder", "frames", "fps");
    private static final List<String> EVENT_COLUMNS = List.of("folder", "start", "end", "class");
    private static final int MAX_FRAMES = 10_000_000;
    private static final int MAX_RATE = 10_000;
    private static final long MAX_BYTES = 64 << 20;
    private static final double NANOS = 1e9;

    /**
     * A stream.
     *
     * @param folder of its frames, as the list spells it
     * @param frames how many there are
     * @param rate   frames a second
     * @param events in order of their start
     */
    public record Entry(String folder, int frames, double rate, List<StreamEvent> events) {

        public Entry {
            events = List.copyOf(events);
        }

        /** How long it lasts. */
        public double seconds() {
            return frames / rate;
        }

        /**
         * The frames that a network sees which wants so many a second, as a {@link FramePicker} picks them.
         *
         * @return 0-based indices, which grow
         */
        public int[] indices(double wanted) {
            FramePicker picker = new FramePicker(wanted);
            return IntStream.range(0, frames).filter(i -> picker.pick(Math.round(i * NANOS / rate))).toArray();
        }
    }

    /** @throws ShapeException if there is no stream */
    public StreamList {
        streams = List.copyOf(streams);
        ShapeException.require(!streams.isEmpty(), "at least %d stream expected, got %d", 1, 0);
    }

    /** Opens a stream's frames. */
    public Video open(Entry stream) throws VideoException {
        Path folder = file.toAbsolutePath().resolveSibling(stream.folder);
        Video video = Video.open(folder, Decoder.AUTO);
        if (video.frameCount() < stream.frames) {
            video.close();
            throw new VideoException(folder, "%d frames, %s says %d".formatted(video.frameCount(), file, stream.frames));
        }
        return video;
    }

    /** How long all streams last together. */
    public double seconds() {
        return streams.stream().mapToDouble(Entry::seconds).sum();
    }

    /**
     * Reads both tables.
     *
     * @throws IOException in one line that names file and line, if they cannot be read, a value is missing or wrong, or an
     *                     event is of no stream or not within it
     */
    public static StreamList read(Path file) throws IOException {
        Map<String, Entry> streams = new LinkedHashMap<>();
        Map<String, List<StreamEvent>> events = new LinkedHashMap<>();
        for (Row row : rows(file, STREAM_COLUMNS)) {
            Entry entry = new Entry(row.text(0), (int) row.number(1, 1, MAX_FRAMES), row.number(2, 1e-3, MAX_RATE), List.of());
            if (streams.put(entry.folder, entry) != null) {
                throw row.failure("a folder that is not named twice");
            }
            events.put(entry.folder, new ArrayList<>());
        }
        if (streams.isEmpty()) {
            throw new IOException(file + ": no streams in this list");
        }
        for (Row row : rows(file.resolveSibling(EVENTS), EVENT_COLUMNS)) {
            Entry stream = streams.get(row.text(0));
            if (stream == null) {
                throw row.failure("a folder that is in " + file);
            }
            double start = row.number(1, 0, stream.seconds());
            double end = row.number(2, 0, stream.seconds());
            if (end <= start) {
                throw row.failure("an end after the start");
            }
            events.get(stream.folder).add(new StreamEvent(start, end, row.text(3)));
        }
        return new StreamList(file, streams.values().stream().map(stream -> new Entry(stream.folder, stream.frames,
                stream.rate, events.get(stream.folder).stream()
                .sorted(Comparator.comparingDouble(StreamEvent::start)).toList())).toList());
    }

    private record Row(Path file, long line, List<String> names, List<String> fields) {

        String text(int column) throws IOException {
            if (fields.get(column).isBlank()) {
                throw failure(names.get(column));
            }
            return fields.get(column);
        }

        double number(int column, double least, double most) throws IOException {
            String text = fields.get(column);
            double value = text.matches("\\d{1,9}(\\.\\d{1,17})?") ? Double.parseDouble(text) : Double.NaN;
            if (!(value >= least && value <= most)) {
                throw failure("%s from %s to %s".formatted(names.get(column), least, most));
            }
            return value;
        }

        IOException failure(String expected) {
            return new IOException("%s: line %d: expected %s, found \"%s\""
                    .formatted(file, line, expected, String.join(",", fields)));
        }
    }

    private static List<Row> rows(Path file, List<String> columns) throws IOException {
        if (Files.isRegularFile(file) && Files.size(file) > MAX_BYTES) {
            throw new IOException("%s: a table of at most %d bytes expected, found %d"
                    .formatted(file, MAX_BYTES, Files.size(file)));
        }
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(Files.newBufferedReader(file))) {
            List<Row> rows = new ArrayList<>();
            for (NamedCsvRecord row : reader) {
                rows.add(new Row(file, row.getStartingLineNumber(), columns,
                        columns.stream().map(column -> row.findField(column).orElse("")).toList()));
            }
            return rows;
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (CsvParseException | UncheckedIOException e) {
            throw new IOException("%s: not a table: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Writes both tables; the list itself last, so that where it is, all is there. */
    public void write() throws IOException {
        StringWriter events = new StringWriter();
        StringWriter list = new StringWriter();
        try (CsvWriter eventTable = CsvWriter.builder().build(events); CsvWriter table = CsvWriter.builder().build(list)) {
            eventTable.writeRecord(EVENT_COLUMNS);
            table.writeRecord(STREAM_COLUMNS);
            for (Entry stream : streams) {
                table.writeRecord(stream.folder, Integer.toString(stream.frames), Double.toString(stream.rate));
                for (StreamEvent event : stream.events) {
                    eventTable.writeRecord(stream.folder, seconds(event.start()), seconds(event.end()), event.label());
                }
            }
        }
        TextFile.write(file.resolveSibling(EVENTS), events.toString());
        TextFile.write(file, list.toString());
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
