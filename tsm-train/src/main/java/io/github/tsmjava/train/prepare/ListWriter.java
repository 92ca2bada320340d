package io.github.tsmjava.train.prepare;

import io.github.tsmjava.train.files.TextFile;
import io.github.tsmjava.train.prepare.Annotations.Item;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for the videos of a data set and writes lists of those that are there: {@code path frames label} for folders of
 * frames, {@code path label} for videos.
 */
public final class ListWriter {

    /** What a list holds. */
    public enum Kind {
        FRAMES,
        /** Folders of optical flow, see {@link Video#openFlow}. */
        FLOW,
        VIDEOS
    }

    private static final List<String> ENDINGS = List.of(".mp4", ".avi", ".webm", ".mkv", ".mov", ".gif");

    private final Path root;
    private final Kind kind;

    /**
     * What was found of one split.
     *
     * @param lines   of the list
     * @param missing the videos that are not there, or have no frames
     */
    public record Found(List<String> lines, List<String> missing) {
    }

    /** @param root the folder in which the paths of the lists begin */
    public ListWriter(Path root, Kind kind) {
        this.root = root;
        this.kind = kind;
    }

    /**
     * Looks for videos.
     *
     * @param progress called after each video, from any thread
     */
    public Found find(List<Item> items, Runnable progress) {
        List<String> lines = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        List<String> found = items.parallelStream().map(item -> {
            String line = line(item);
            progress.run();
            return line;
        }).toList();
        for (int i = 0; i < items.size(); i++) {
            if (found.get(i).isEmpty()) {
                missing.add(items.get(i).places().getFirst());
            } else {
                lines.add(found.get(i));
            }
        }
        return new Found(lines, missing);
    }

    /** The line of a list, empty if the video is not there. */
    private String line(Item item) {
        for (String place : item.places()) {
            try {
                Path path = root.resolve(place);
                String line = switch (kind) {
                    case FRAMES, FLOW -> frames(path, place);
                    case VIDEOS -> Video.isVideo(path) ? place : ENDINGS.stream().map(ending -> place + ending)
                            .filter(file -> Files.isRegularFile(root.resolve(file))).findFirst().orElse("");
                };
                if (!line.isEmpty()) {
                    return line + " " + item.label();
                }
            } catch (InvalidPathException e) {
                // No file can have such a name: it is missing.
            }
        }
        return "";
    }

    /** Lists in which most folders end in a number would be read as {@code path offset frames label}. */
    private static void requireReadable(Path file, List<String> lines) throws VideoException {
        List<String> misread = lines.stream().filter(line -> line.matches(".*\\s\\d{1,9} \\d{1,9} \\d{1,9}")).toList();
        if (2 * misread.size() > lines.size()) {
            throw new VideoException(file, "names that end in a space and a number cannot be listed: \"%s\""
                    .formatted(misread.getFirst()));
        }
    }

    private String frames(Path folder, String place) {
        if (!Files.isDirectory(folder)) {
            return "";
        }
        try (Video video = kind == Kind.FLOW ? Video.openFlow(folder) : Video.open(folder, Decoder.JAVA)) {
            return place + " " + video.frameCount();
        } catch (VideoException e) {
            return "";
        }
    }

    /**
     * Writes the list of each split, {@code category.txt} with the classes, and {@code missing_train.txt} and so on
     * where videos are missing. No file is ever half written.
     *
     * @param names of the lists, for each split
     * @throws IOException in one line, if nothing was found at all or a file cannot be written
     */
    public void write(Path folder, Annotations annotations, Map<String, Found> splits, Map<String, String> names)
            throws IOException {
        if (splits.values().stream().allMatch(found -> found.lines().isEmpty())) {
            String example = splits.values().stream().flatMap(found -> found.missing().stream())
                    .findFirst().orElse("any");
            throw new VideoException(root, "none of the data set's %s is here, such as %s".formatted(
                    switch (kind) {
                        case FRAMES -> "folders of frames";
                        case FLOW -> "folders of optical flow";
                        case VIDEOS -> "videos";
                    }, example));
        }
        Map<String, List<String>> files = new LinkedHashMap<>();
        files.put("category.txt", annotations.classes());
        splits.forEach((split, found) -> {
            files.put(names.get(split), found.lines());
            files.put("missing_" + split + ".txt", found.missing());
        });
        if (kind != Kind.VIDEOS) {
            for (Map.Entry<String, Found> split : splits.entrySet()) {
                requireReadable(folder.resolve(names.get(split.getKey())), split.getValue().lines());
            }
        }
        Files.createDirectories(folder);
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            if (file.getKey().startsWith("missing_") && file.getValue().isEmpty()) {
                Files.deleteIfExists(path);
                continue;
            }
            TextFile.write(path, requirePrintable(path, file.getValue()));
        }
    }

    private static List<String> requirePrintable(Path file, List<String> lines) throws IOException {
        for (String line : lines) {
            if (line.chars().anyMatch(Character::isISOControl)) {
                throw new VideoException(file, "a name that cannot be listed: \"%s\"".formatted(line));
            }
        }
        return lines;
    }
}
