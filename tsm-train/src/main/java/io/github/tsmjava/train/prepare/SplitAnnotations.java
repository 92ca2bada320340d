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
import java.util.stream.Stream;

/** Annotations of data sets with several splits: UCF101 and HMDB51. */
final class SplitAnnotations {

    private SplitAnnotations() {
    }

    /** UCF101: {@code classInd.txt}, {@code trainlist01.txt}, {@code testlist01.txt}; a video's folder is its class. */
    static Annotations ucf101(Path folder, int split) throws IOException {
        Path index = file(folder, "classInd.txt");
        List<String> classes = new ArrayList<>();
        for (String line : Annotations.lines(index)) {
            String[] parts = line.split("\\s+");
            if (parts.length != 2 || !parts[0].equals(Integer.toString(classes.size() + 1))) {
                throw new VideoException(index, "line %d: expected \"%d class\", found \"%s\""
                        .formatted(classes.size() + 1, classes.size() + 1, line));
            }
            classes.add(parts[1]);
        }
        Map<String, Integer> labels = Annotations.labels(index, classes);
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        splits.put("train", ucfItems(file(folder, "trainlist0" + split + ".txt"), labels));
        splits.put("val", ucfItems(file(folder, "testlist0" + split + ".txt"), labels));
        return new Annotations(classes, splits);
    }

    private static List<Item> ucfItems(Path file, Map<String, Integer> labels) throws IOException {
        List<Item> items = new ArrayList<>();
        List<String> lines = Annotations.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).split("\\s+")[0].split("/");
            if (parts.length != 2) {
                throw new VideoException(file, "line %d: expected \"class/video\", found \"%s\""
                        .formatted(i + 1, lines.get(i)));
            }
            items.add(item(parts[0], parts[1], Annotations.label(labels, parts[0], file, i + 1), file, i + 1));
        }
        return items;
    }

    private static Item item(String folder, String video, int label, Path file, long line) throws VideoException {
        String name = video.replaceFirst("\\.[^.]*$", "");
        return Annotations.item(List.of(folder + "/" + name, name), label, file, line);
    }

    /**
     * HMDB51: a file {@code class_test_split1.txt} for each class, 1 for training, 2 for testing, 0 for neither. Sorted
     * by class: {@code climb} comes before {@code climb_stairs}, the names of their files do not.
     */
    static Annotations hmdb51(Path folder, int split) throws IOException {
        String ending = "_test_split" + split + ".txt";
        List<String> classes;
        try (Stream<Path> entries = Files.list(folder)) {
            classes = entries.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length())).sorted().toList();
        }
        if (classes.isEmpty()) {
            throw new VideoException(folder, "expected files such as wave%s here, found none".formatted(ending));
        }
        Map<String, List<Item>> splits = new LinkedHashMap<>(
                Map.of("train", new ArrayList<>(), "val", new ArrayList<>()));
        for (int label = 0; label < classes.size(); label++) {
            Path file = folder.resolve(classes.get(label) + ending);
            List<String> lines = Annotations.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                String[] parts = lines.get(i).split("\\s+");
                if (parts.length != 2 || !parts[1].matches("[012]")) {
                    throw new VideoException(file, "line %d: expected \"video 0|1|2\", found \"%s\""
                            .formatted(i + 1, lines.get(i)));
                }
                if (!parts[1].equals("0")) {
                    splits.get(parts[1].equals("1") ? "train" : "val")
                            .add(item(classes.get(label), parts[0], label, file, i + 1));
                }
            }
        }
        return new Annotations(classes, splits);
    }
}
