package io.github.tsmjava.train.prepare;

import static io.github.tsmjava.train.prepare.Annotations.file;

import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Annotations in JSON: Something-Something V2 and Diving48. */
final class JsonAnnotations {

    private static final String PREFIX = "something-something-v2-";

    private JsonAnnotations() {
    }

    /** Something-Something V2: class names with their numbers, templates with brackets in them; tests have no label. */
    static Annotations somethingV2(Path folder) throws IOException {
        Path labelFile = file(folder, PREFIX + "labels.json", "labels.json");
        List<String> classes = inOrder(labelFile);
        Map<String, Integer> labels = Annotations.labels(labelFile, classes);
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        splits.put("train", somethingItems(file(folder, PREFIX + "train.json", "train.json"), labels));
        splits.put("val", somethingItems(file(folder, PREFIX + "validation.json", "validation.json"), labels));
        Path test = folder.resolve(PREFIX + "test.json");
        if (Files.exists(test)) {
            splits.put("test", somethingItems(test, null));
        }
        return new Annotations(classes, splits);
    }

    private static List<String> inOrder(Path file) throws IOException {
        Map<Integer, String> classes = new TreeMap<>();
        new JsonFile(file, "{\"class\": \"number\", …}").object((name, number, line) -> {
            int label = Integer.parseInt(JsonFile.text(number));
            String other = classes.put(label, name);
            if (other != null) {
                throw new VideoException(file, "line %d: \"%s\" has the label %d, as \"%s\" has"
                        .formatted(line, name, label, other));
            }
        });
        for (int number : classes.keySet()) {
            if (number < 0 || number >= classes.size()) {
                throw new VideoException(file, "expected the labels 0 to %d, each once, found %d of \"%s\""
                        .formatted(classes.size() - 1, number, classes.get(number)));
            }
        }
        return List.copyOf(classes.values());
    }

    /** @param labels null if all labels are to be 0 */
    private static List<Item> somethingItems(Path file, Map<String, Integer> labels) throws IOException {
        List<Item> items = new ArrayList<>();
        new JsonFile(file, "[{\"id\": …, \"template\": …}, …]").array((name, video, line) -> {
            String id = JsonFile.text(video, "id");
            int label = labels == null ? 0 : Annotations.label(labels,
                    JsonFile.text(video, "template").replaceAll("[\\[\\]]", ""), file, line);
            items.add(Annotations.item(List.of(id), label, file, line));
        });
        return items;
    }

    /** Diving48: classes are lists of the parts of a dive; what it calls test is the validation split. */
    static Annotations diving48(Path folder) throws IOException {
        Path vocabulary = file(folder, "Diving48_vocab.json");
        List<String> classes = new ArrayList<>();
        new JsonFile(vocabulary, "[[\"part\", …], …]").array((name, parts, line) -> classes.add(
                parts.getAsJsonArray().asList().stream().map(JsonFile::text).collect(Collectors.joining("+"))));
        Annotations.labels(vocabulary, classes);
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        splits.put("train", divingItems(file(folder, "Diving48_V2_train.json", "Diving48_train.json"), classes.size()));
        splits.put("val", divingItems(file(folder, "Diving48_V2_test.json", "Diving48_test.json"), classes.size()));
        return new Annotations(classes, splits);
    }

    private static List<Item> divingItems(Path file, int classes) throws IOException {
        List<Item> items = new ArrayList<>();
        new JsonFile(file, "[{\"vid_name\": …, \"label\": …}, …]").array((name, video, line) -> {
            String id = JsonFile.text(video, "vid_name");
            int label = Integer.parseInt(JsonFile.text(video, "label"));
            if (label < 0 || label >= classes) {
                throw new VideoException(file, "line %d: label %d, expected are 0 to %d"
                        .formatted(line, label, classes - 1));
            }
            items.add(Annotations.item(List.of(id), label, file, line));
        });
        return items;
    }
}
