package io.github.tsmjava.spark.input;

import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A text file of videos: the lists of {@link VideoList}, or paths alone, one a line.
 *
 * @param clips  its videos in the order of the lines, of unknown lengths
 * @param labels the list, if it has labels, with an entry for each clip; else null
 */
public record ClipList(List<Clip> clips, VideoList labels) {

    private static final long MOST_BYTES = 1 << 28;
    private static final Predicate<String> IS_NUMBERED = Pattern.compile(".*\\S\\s+\\d{1,9}").asMatchPredicate();

    /**
     * Reads a list from any file system.
     *
     * @param root the folder in which its paths begin, or null for its own
     * @throws IOException in one line, if it cannot be read or is no list
     */
    public static ClipList read(String file, String root, Configuration configuration) throws IOException {
        Path path = LocalCopy.path(file);
        path = path.getFileSystem(configuration).makeQualified(path);
        Path folder = root == null ? path.getParent() : LocalCopy.path(root);
        folder = folder.getFileSystem(configuration).makeQualified(folder);
        FileSystem usual = FileSystem.get(configuration);
        try (LocalCopy copy = LocalCopy.of(file, configuration, MOST_BYTES)) {
            List<String> lines = lines(copy.path());
            List<Clip> clips = new ArrayList<>();
            // Paths may end in numbers, too; but not most of them.
            if (lines.stream().filter(IS_NUMBERED).count() * 2 > lines.size()) {
                VideoList list = VideoList.read(copy.path());
                for (VideoList.Entry entry : list.entries()) {
                    clips.add(new Clip(below(folder, entry.path(), usual), entry.path(), 0, entry.offset(), entry.frames()));
                }
                return new ClipList(clips, list);
            }
            for (String line : lines) {
                clips.add(new Clip(below(folder, line, usual), line, 0));
            }
            return new ClipList(clips, null);
        }
    }

    /** The path in full; one from the root is one of the usual file system. */
    private static String below(Path folder, String path, FileSystem usual) throws IOException {
        return path.startsWith("/") ? usual.makeQualified(LocalCopy.path(path)).toString()
                : path.contains(":/") ? path : folder + Path.SEPARATOR + path;
    }

    private static List<String> lines(java.nio.file.Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new VideoException(file, "a list of at most %d bytes expected, found %d"
                    .formatted(MOST_BYTES, Files.size(file)));
        }
        try {
            return Files.readString(file).replace("\uFEFF", "").lines().map(String::strip)
                    .filter(line -> !line.isEmpty()).toList();
        } catch (CharacterCodingException e) {
            throw new VideoException(file, "expected a list of videos in UTF-8, found other bytes", e);
        }
    }
}
