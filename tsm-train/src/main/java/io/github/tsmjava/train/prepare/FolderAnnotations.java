package io.github.tsmjava.train.prepare;

import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A plain tree of folders: one for each class, in it videos or folders of frames. */
final class FolderAnnotations {

    private static final List<String> SPLITS = List.of("train", "val", "test");

    private FolderAnnotations() {
    }

    /**
     * Where the root holds folders {@code train} and {@code val} (and {@code test}), these are the splits. Otherwise a
     * share of each class, drawn at random, is for validation.
     *
     * @param validationShare from 0 to below 1
     */
    static Annotations read(Path root, double validationShare, long seed) throws IOException {
        List<String> given = SPLITS.stream().filter(split -> Files.isDirectory(root.resolve(split))).toList();
        boolean split = given.contains("train") && given.size() > 1;
        TreeSet<String> classes = new TreeSet<>();
        for (String prefix : split ? given : List.of("")) {
            classes.addAll(names(root.resolve(prefix), Files::isDirectory));
        }
        if (classes.isEmpty()) {
            throw new VideoException(root, "expected a folder for each class here, found none");
        }
        Map<String, List<Item>> splits = new LinkedHashMap<>();
        Random random = new Random(seed);
        int label = 0;
        for (String name : classes) {
            if (split) {
                for (String part : given) {
                    add(splits, part, items(root, part + "/" + name, label));
                }
            } else {
                List<Item> items = items(root, name, label);
                Collections.shuffle(items, random);
                int validation = (int) Math.round(items.size() * validationShare);
                add(splits, "train", items.subList(validation, items.size()));
                if (validationShare > 0) {
                    add(splits, "val", items.subList(0, validation));
                }
            }
            label++;
        }
        return new Annotations(List.copyOf(classes), splits);
    }

    private static void add(Map<String, List<Item>> splits, String split, List<Item> items) {
        splits.computeIfAbsent(split, key -> new ArrayList<>()).addAll(items);
    }

    /** A video and the folder of its frames are one item. */
    private static List<Item> items(Path root, String folder, int label) throws IOException {
        Map<String, String> files = new TreeMap<>();
        if (Files.isDirectory(root.resolve(folder))) {
            for (String name : names(root.resolve(folder), Files::isDirectory)) {
                files.put(folder + "/" + name, "");
            }
            for (String name : names(root.resolve(folder), Video::isVideo)) {
                String file = folder + "/" + name;
                String other = files.put(file.substring(0, file.lastIndexOf('.')), file);
                if (other != null && !other.isEmpty()) {
                    throw new VideoException(root.resolve(file), "only its ending differs from that of "
                            + other + "; they would count as one video");
                }
            }
        }
        List<Item> items = new ArrayList<>();
        files.forEach((place, file) -> items.add(
                new Item(file.isEmpty() ? List.of(place) : List.of(place, file), label)));
        return items;
    }

    /** What is hidden is left out. */
    private static List<String> names(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith(".")).sorted().toList();
        }
    }
}
