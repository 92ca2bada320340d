package io.github.tsmjava.train.teach;

import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The clips that a network is to learn from: a folder with a folder for each class, which is called like the class and
 * holds its clips, video files or folders of frames. One of the classes may mean that nothing happens, by one of the
 * names of {@link Smoothing#IDLE}; if there is none, {@value #NOTHING} is added.
 *
 * @param folder where the classes are
 * @param labels their names in alphabetical order, what was added last
 * @param clips  of all classes, class by class
 */
public record Examples(Path folder, List<String> labels, List<Example> clips) {

    /** What happens if none of the gestures does. */
    public static final String NOTHING = "no gesture";
    /** Frames a second of a clip that is a folder of frames: nothing says how long it lasts. */
    public static final int FOLDER_RATE = 15;
    /** Gestures, apart from what means that nothing happens. */
    private static final int FEWEST_GESTURES = 2;

    /**
     * A clip.
     *
     * @param label its class, from 0
     */
    public record Example(Path file, int label) { }

    public Examples {
        labels = List.copyOf(labels);
        clips = List.copyOf(clips);
    }

    /**
     * Looks for the clips of all classes. Files whose name begins with a dot are left alone, and of a clip that is there
     * twice, one is.
     *
     * @throws IOException in one line, if there are fewer than two gestures, a class has no clip, or one clip is in two
     *                     classes
     */
    public static Examples read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new VideoException(folder, "expected a folder with a folder of clips for each gesture, found "
                    + (Files.exists(folder) ? "a file" : "no such folder"));
        }
        List<Path> classes = visible(folder).stream().filter(Files::isDirectory).toList();
        List<String> labels = new ArrayList<>(classes.stream().map(path -> path.getFileName().toString()).toList());
        long gestures = labels.size() - (Smoothing.idle(labels).isPresent() ? 1 : 0);
        if (gestures < FEWEST_GESTURES) {
            throw new VideoException(folder, "expected a folder of clips for each of at least %d gestures, found %s"
                    .formatted(FEWEST_GESTURES, labels.isEmpty() ? "none" : String.join(", ", labels)));
        }
        List<Example> clips = new ArrayList<>();
        Map<String, Example> known = new HashMap<>();
        for (int label = 0; label < classes.size(); label++) {
            int before = clips.size();
            for (Path clip : visible(classes.get(label))) {
                if (Files.isDirectory(clip) || Video.isVideo(clip)) {
                    Example example = new Example(clip, label);
                    Example same = Files.isDirectory(clip) ? null : known.putIfAbsent(hash(clip), example);
                    if (same == null) {
                        clips.add(example);
                    } else if (same.label != label) {
                        throw new VideoException(clip, "the same clip is in the class %s, as %s"
                                .formatted(labels.get(same.label), same.file.getFileName()));
                    }
                }
            }
            if (clips.size() == before) {
                throw new VideoException(classes.get(label), "expected clips of this gesture, found none");
            }
        }
        if (Smoothing.idle(labels).isEmpty()) {
            labels.add(NOTHING);
        }
        return new Examples(folder, labels, clips);
    }

    /** The class that means that nothing happens. */
    int idle() {
        return Smoothing.idle(labels).orElseThrow();
    }

    /** The clips of a class. */
    List<Example> of(int label) {
        return clips.stream().filter(clip -> clip.label == label).toList();
    }

    private static List<Path> visible(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
        }
    }

    private static String hash(Path file) throws IOException {
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
