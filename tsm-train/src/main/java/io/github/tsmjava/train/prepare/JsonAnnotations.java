package io.github.tsmjava.train.prepare;

import static io.github.tsmjava.train.prepare.Annotations.file;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.video.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Annotations in JSON: Something-Something V2 and Diving48. */
final class JsonAnnotations {

    private static final String PREFIX = "something-something-v2-";

    private JsonAnnotations() {
    }

    /** Reads a part of a JSON file; what goes wrong with it is a fault of the file. */
    private interface Part<T> {
        T of(JsonElement json) throws IOException;
    }

    private static <T> T read(Path file, String expected, Part<T> part) throws IOException {
        try {
            return part.of(JsonParser.parseString(Annotations.text(file)));
        } catch (JsonParseException | IllegalStateException | ClassCastException | NullPointerException
                | IllegalArgumentException | UnsupportedOperationException | StackOverflowError e) {
            throw new VideoException(file,
                    "expected %s, found something else (%s)".formatted(expected, e.getMessage()), e);
        }
    }

    /** Something-Something V2: class names with their numbers, templates with brackets in them; tests have no label. */
    static Annotations somethingV2(Path folder) throws IOException {
        Path labelFile = file(folder, PREFIX + "labels.json", "labels.json");
        List<String> classes = read(labelFile, "{\"class\": \"number\", …}",
                json -> inOrder(labelFile, json.getAsJsonObject()));
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

    private static List<String> inOrder(Path file, JsonObject numbers) throws VideoException {
        String[] classes = new String[numbers.size()];
        for (Map.Entry<String, JsonElement> entry : numbers.entrySet()) {
            int number = entry.getValue().getAsInt();
            if (number < 0 || number >= classes.length || classes[number] != null) {
                throw new VideoException(file, "expected the numbers 0 to %d, each once, found %d of \"%s\""
                        .formatted(classes.length - 1, number, entry.getKey()));
            }
            classes[number] = entry.getKey();
        }
        return Arrays.asList(classes);
    }

    /** @param labels null if all labels are to be 0 */
    private static List<Item> somethingItems(Path file, Map<String, Integer> labels) throws IOException {
        return read(file, "[{\"id\": …, \"template\": …}, …]", json -> {
            List<Item> items = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray()) {
                JsonObject video = element.getAsJsonObject();
                int label = labels == null ? 0 : Annotations.label(labels,
                        video.get("template").getAsString().replaceAll("[\\[\\]]", ""), file, items.size() + 1);
                items.add(new Item(List.of(video.get("id").getAsString()), label));
            }
            return items;
        });
    }

    /** Diving48: classes are lists of the parts of a dive; what it calls test is the validation split. */
    static Annotations diving48(Path folder) throws IOException {
        Path vocabulary = file(folder, "Diving48_vocab.json");
        List<String> classes = read(vocabulary, "[[\"part\", …], …]", json -> json.getAsJsonArray().asList().stream()
                .map(parts -> parts.getAsJsonArray().asList().stream().map(JsonElement::getAsString)
                        .collect(Collectors.joining("+"))).toList());
        Annotations.labels(vocabulary, classes);
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        splits.put("train", divingItems(file(folder, "Diving48_V2_train.json", "Diving48_train.json"), classes.size()));
        splits.put("val", divingItems(file(folder, "Diving48_V2_test.json", "Diving48_test.json"), classes.size()));
        return new Annotations(classes, splits);
    }

    private static List<Item> divingItems(Path file, int classes) throws IOException {
        return read(file, "[{\"vid_name\": …, \"label\": …}, …]", json -> {
            List<Item> items = new ArrayList<>();
            for (JsonElement element : json.getAsJsonArray()) {
                JsonObject video = element.getAsJsonObject();
                int label = video.get("label").getAsInt();
                if (label < 0 || label >= classes) {
                    throw new VideoException(file, "video %d: label %d, expected are 0 to %d"
                            .formatted(items.size() + 1, label, classes - 1));
                }
                items.add(new Item(List.of(video.get("vid_name").getAsString()), label));
            }
            return items;
        });
    }
}
