package io.github.tsmjava.train.prepare;

import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the authors of a data set say about its videos.
 *
 * @param classes names, in the order of the labels
 * @param splits  the videos of {@code train}, {@code val} and what else there is
 */
public record Annotations(List<String> classes, Map<String, List<Item>> splits) {

    private static final long MAX_BYTES = 1 << 28;

    /**
     * One video.
     *
     * @param places where it may be below the root, with or without the ending of a file's name; the first that exists
     *               counts
     * @param label  its class, from 0
     */
    public record Item(List<String> places, int label) {
    }

    public Annotations {
        classes = List.copyOf(classes);
        splits = new LinkedHashMap<>(splits);
    }

    /**
     * The first of these files that exists in a folder.
     *
     * @throws VideoException if there is none
     */
    static Path file(Path folder, String... names) throws VideoException {
        return Stream.of(names).map(folder::resolve).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new VideoException(folder, "expected a file %s here, found none"
                        .formatted(String.join(" or ", names))));
    }

    static String text(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new VideoException(file,
                    "expected a file, found " + (Files.isDirectory(file) ? "a folder" : "something else"));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new VideoException(file,
                    "at most %d bytes expected, found %d".formatted(MAX_BYTES, Files.size(file)));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        boolean isText = !StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError();
        String read = text.flip().toString();
        if (!isText) {
            throw new VideoException(file, "line %d: expected UTF-8 text, found other bytes"
                    .formatted(1 + read.chars().filter(c -> c == '\n').count()));
        }
        return read.replace("\uFEFF", "");
    }

    /** The lines of a text file, stripped; empty ones at its end are left out. */
    static List<String> lines(Path file) throws IOException {
        List<String> lines = text(file).lines().map(String::strip).toList();
        int end = lines.size();
        while (end > 0 && lines.get(end - 1).isEmpty()) {
            end--;
        }
        return lines.subList(0, end);
    }

    /**
     * The labels of class names.
     *
     * @throws VideoException if there are none, or a name is there twice, is empty or holds control characters
     */
    static Map<String, Integer> labels(Path file, List<String> classes) throws VideoException {
        Map<String, Integer> labels = new LinkedHashMap<>();
        for (String name : classes) {
            Integer before = labels.put(name, labels.size());
            if (before != null) {
                throw new VideoException(file,
                        "expected each class once, found \"%s\" as class %d and again as class %d"
                        .formatted(name, before + 1, labels.size() + 1));
            }
            if (name.isBlank() || isUnprintable(name)) {
                throw new VideoException(file,
                        "expected the name of class %d, found \"%s\"".formatted(labels.size(), name));
            }
        }
        if (classes.isEmpty()) {
            throw new VideoException(file, "expected class names, found none");
        }
        return labels;
    }

    private static boolean isUnprintable(String name) {
        return name.chars().anyMatch(Character::isISOControl);
    }

    /**
     * The label of a class.
     *
     * @throws VideoException that names the line, if the class is not known
     */
    static int label(Map<String, Integer> labels, String name, Path file, long line) throws VideoException {
        Integer label = labels.get(name);
        if (label == null) {
            throw new VideoException(file,
                    "line %d: \"%s\" is none of the %d classes".formatted(line, name, labels.size()));
        }
        return label;
    }

    /**
     * A video of a line.
     *
     * @throws VideoException that names the line, if a place has a part without a name, or is not below the root
     */
    static Item item(List<String> places, int label, Path file, long line) throws VideoException {
        for (String place : places) {
            for (String part : place.split("/", -1)) {
                if (part.isBlank() || part.equals(".") || part.equals("..") || isUnprintable(part)) {
                    throw new VideoException(file,
                            "line %d: expected the name of a video, found \"%s\"".formatted(line, place));
                }
            }
        }
        return new Item(places, label);
    }
}
