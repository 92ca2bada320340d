package io.github.tsmjava.train.prepare;

import static io.github.tsmjava.train.prepare.Annotations.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Annotations in tables: Kinetics, and what 20BN made first. */
final class CsvAnnotations {

    private CsvAnnotations() {
    }

    /**
     * Kinetics: {@code label,youtube_id,time_start,…}. Classes are those of a label map if there is one, else those of
     * the training table, sorted as they are spelled there: brackets come before letters.
     */
    static Annotations kinetics(Path folder) throws IOException {
        Path train = file(folder, "kinetics_train.csv", "train.csv");
        Path val = file(folder, "kinetics_val.csv", "val.csv", "validate.csv", "validation.csv");
        Map<Path, List<Row>> rows = new LinkedHashMap<>();
        rows.put(train, rows(train));
        rows.put(val, rows(val));
        Path map = folder.resolve("kinetics_label_map.txt");
        boolean isMapped = Files.exists(map);
        List<String> classes = isMapped ? Annotations.lines(map)
                : rows.get(train).stream().map(row -> row.label.strip()).distinct().sorted().toList();
        Map<String, Integer> labels = Annotations.labels(isMapped ? map : train,
                classes.stream().map(CsvAnnotations::normalised).toList());
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        for (Map.Entry<Path, List<Row>> file : rows.entrySet()) {
            List<Item> items = new ArrayList<>();
            for (Row row : file.getValue()) {
                int label = Annotations.label(labels, normalised(row.label), file.getKey(), row.line);
                items.add(Annotations.item(row.places(), label, file.getKey(), row.line));
            }
            splits.put(file.getKey().equals(train) ? "train" : "val", items);
        }
        return new Annotations(classes, splits);
    }

    /** Names as they are in folders: {@code petting animal (not cat)} is {@code petting_animal_not_cat}. */
    private static String normalised(String name) {
        return name.strip().replaceAll("[\"()']", "").replace(' ', '_');
    }

    /** A video of Kinetics. */
    private record Row(long line, String label, String id, String start, String end) {

        static final List<String> COLUMNS = List.of("label", "youtube_id", "time_start", "time_end");
        private static final String SECONDS = "\\d{1,9}(\\.\\d{1,9})?";

        /** @throws VideoException that names the line, if a field is missing or is not as expected */
        static Row of(NamedCsvRecord record, Path file) throws VideoException {
            List<String> fields = COLUMNS.stream().map(column -> record.findField(column).orElse("")).toList();
            Row row = new Row(record.getStartingLineNumber(),
                    fields.get(0), fields.get(1), fields.get(2), fields.get(3));
            if (row.label.isBlank() || row.id.isBlank() || !row.start.matches(SECONDS) || !row.end.matches(SECONDS)) {
                throw new VideoException(file, "line %d: expected %s, found \"%s\""
                        .formatted(row.line, String.join(",", COLUMNS), String.join(",", fields)));
            }
            return row;
        }

        /** By the original code's name and by that of the usual download program. */
        List<String> places() {
            List<String> places = new ArrayList<>();
            for (String name : List.of(normalised(label), label)) {
                places.add("%s/%s_%s".formatted(name, id, start));
                places.add("%s/%s_%s_%s".formatted(name, id, padded(start), padded(end)));
            }
            return places;
        }

        private static String padded(String seconds) {
            return "0".repeat(Math.max(0, 6 - seconds.length())) + seconds;
        }
    }

    private static List<Row> rows(Path file) throws IOException {
        String text = Annotations.text(file);
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            for (NamedCsvRecord record : reader) {
                if (!record.getHeader().containsAll(Row.COLUMNS)) {
                    throw new VideoException(file, "expected a table with the columns %s, found %s"
                            .formatted(Row.COLUMNS, record.getHeader()));
                }
                rows.add(Row.of(record, file));
            }
        } catch (CsvParseException e) {
            throw new VideoException(file, "expected a table: " + e.getMessage(), e);
        }
        if (rows.isEmpty()) {
            throw new VideoException(file,
                    "expected a table with the columns %s, found no rows".formatted(Row.COLUMNS));
        }
        return rows;
    }

    /**
     * Something-Something V1 and Jester: {@code id;label}, and all labels in a file of their own.
     *
     * @param prefix of the files' names, as in {@code jester-v1}
     * @param sorted whether classes are sorted by name, as the original code does, or stay in the file's order, as in
     *               MMAction2
     */
    static Annotations twentyBn(Path folder, String prefix, boolean sorted) throws IOException {
        Path labelFile = file(folder, prefix + "-labels.csv");
        List<String> classes = Annotations.lines(labelFile);
        if (sorted) {
            classes = classes.stream().sorted().toList();
        }
        Map<String, Integer> labels = Annotations.labels(labelFile, classes);
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        splits.put("train", twentyBnItems(file(folder, prefix + "-train.csv"), labels));
        splits.put("val", twentyBnItems(file(folder, prefix + "-validation.csv"), labels));
        return new Annotations(classes, splits);
    }

    private static List<Item> twentyBnItems(Path file, Map<String, Integer> labels) throws IOException {
        List<Item> items = new ArrayList<>();
        List<String> lines = Annotations.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split(";", 2);
            if (parts.length < 2) {
                throw new VideoException(file,
                        "line %d: expected \"id;label\", found \"%s\"".formatted(i + 1, lines.get(i)));
            }
            int label = Annotations.label(labels, parts[1].strip(), file, i + 1);
            items.add(Annotations.item(List.of(parts[0]), label, file, i + 1));
        }
        return items;
    }
}
