package io.github.tsmjava.train.prepare;

import static io.github.tsmjava.train.prepare.Annotations.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.video.VideoException;
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
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("train", file(folder, "kinetics_train.csv", "train.csv"));
        files.put("val", file(folder, "kinetics_val.csv", "val.csv", "validate.csv", "validation.csv"));
        Path map = folder.resolve("kinetics_label_map.txt");
        List<String> classes = Files.isRegularFile(map)
                ? Annotations.lines(map)
                : records(files.get("train")).stream().map(record -> record.getField("label").strip())
                        .distinct().sorted().toList();
        List<String> normalised = classes.stream().map(CsvAnnotations::normalised).toList();
        Path source = Files.isRegularFile(map) ? map : files.get("train");
        Map<String, Integer> labels = Annotations.labels(source, normalised);
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        for (Map.Entry<String, Path> split : files.entrySet()) {
            List<Item> items = new ArrayList<>();
            for (NamedCsvRecord record : records(split.getValue())) {
                String name = record.getField("label");
                int label = Annotations.label(labels, normalised(name), split.getValue(),
                        record.getStartingLineNumber());
                items.add(new Item(places(record), label));
            }
            splits.put(split.getKey(), items);
        }
        return new Annotations(classes, splits);
    }

    /** Names as they are in folders: {@code petting animal (not cat)} is {@code petting_animal_not_cat}. */
    private static String normalised(String name) {
        return name.strip().replaceAll("[\"()']", "").replace(' ', '_');
    }

    /** By the original code's name and by that of the usual download program. */
    private static List<String> places(NamedCsvRecord record) {
        String id = record.getField("youtube_id");
        String start = record.getField("time_start");
        String end = record.getField("time_end");
        List<String> places = new ArrayList<>();
        for (String name : List.of(normalised(record.getField("label")), record.getField("label"))) {
            places.add("%s/%s_%s".formatted(name, id, start));
            places.add("%s/%s_%s_%s".formatted(name, id, padded(start), padded(end)));
        }
        return places;
    }

    private static String padded(String seconds) {
        return "0".repeat(Math.max(0, 6 - seconds.length())) + seconds;
    }

    private static List<NamedCsvRecord> records(Path file) throws IOException {
        String text = Annotations.text(file);
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(text)) {
            List<NamedCsvRecord> records = reader.stream().toList();
            List<String> columns = List.of("label", "youtube_id", "time_start", "time_end");
            if (records.isEmpty() || !records.getFirst().getHeader().containsAll(columns)) {
                throw new VideoException(file, "expected a table with the columns " + columns);
            }
            return records;
        } catch (CsvParseException e) {
            throw new VideoException(file, "expected a table: " + e.getMessage(), e);
        }
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
            items.add(new Item(List.of(parts[0]), Annotations.label(labels, parts[1].strip(), file, i + 1)));
        }
        return items;
    }
}
