package io.github.tsmjava.web.teach;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.io.Temporary;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.prepare.FrameExtractor;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.train.teach.Examples;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.server.RefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A folder with somebody's gestures, {@code examples/GESTURE/CLIP/img_00001.jpg} and so on, and what was learned from
 * them. Whatever happens meanwhile, each clip and each file in it is whole or not there.
 */
final class GestureFolder {

    /** In all gestures together. */
    static final int MAX_CLIPS = 1000;
    static final int MAX_GESTURES = 20;
    private static final int MAX_FRAMES = 600;
    /** As the page sends pictures; files may be larger. */
    private static final FrameFormat FORMAT = new FrameFormat(FrameFormat.DEFAULT.pattern(), 160, FrameFormat.DEFAULT.quality());
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}](?:[\\p{L}\\p{N} '_-]{0,38}[\\p{L}\\p{N}])?");
    /** What Windows keeps for devices. */
    private static final Pattern DEVICE = Pattern.compile("(?i)con|prn|aux|nul|(com|lpt)\\d");
    private static final DateTimeFormatter CLIP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");
    private static final String NETWORK = "taught.safetensors";
    private static final String REPORT = "taught.json";
    private static final Gson GSON = new Gson();

    private final Path folder;
    private final Path examples;

    /** @param clips their names, which no other clip has */
    record Gesture(String name, List<String> clips) {
    }

    /**
     * What was learned last.
     *
     * @param seen    clips that it learned from
     * @param tested  clips that it was tested on while it had not seen them; 0 if there were none
     * @param right   those of them that it named right
     * @param later   whether it went on from what was learned before
     * @param seconds how long it took
     */
    record Report(List<String> seen, int tested, int right, boolean later, double seconds) {
    }

    GestureFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
        this.examples = this.folder.resolve("examples");
    }

    Path path() {
        return folder;
    }

    /** Where the examples are. */
    Path examples() {
        return examples;
    }

    /** Where the network is written to. */
    Path networkFile() {
        return folder.resolve(NETWORK);
    }

    /** All gestures, by their names. */
    synchronized List<Gesture> gestures() {
        return names(examples).stream().map(name -> new Gesture(name, names(examples.resolve(name)))).toList();
    }

    private static List<String> names(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(place)) {
            return found.filter(Files::isDirectory).map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new gesture, without clips. */
    synchronized void add(String name) throws RefusedException {
        if (!NAME.matcher(name).matches() || DEVICE.matcher(name).matches()) {
            throw new RefusedException("expected a name of 1 to 40 letters, digits and spaces");
        }
        List<Gesture> gestures = gestures();
        if (gestures.stream().anyMatch(gesture -> gesture.name.equalsIgnoreCase(name))) {
            throw new RefusedException("there is a gesture %s already".formatted(name));
        }
        if (gestures.size() >= MAX_GESTURES) {
            throw new RefusedException("%d gestures are all that there can be".formatted(MAX_GESTURES));
        }
        try {
            Files.createDirectories(examples.resolve(name));
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    /** A new clip of a gesture that is there, or of none; no clip is in two of them. */
    synchronized void add(String gesture, Video played) throws VideoException, RefusedException {
        if (!gesture.equals(Examples.NOTHING)) {
            requireKnown(gesture);
        }
        if (gestures().stream().mapToInt(known -> known.clips.size()).sum() >= MAX_CLIPS) {
            throw new RefusedException("%d examples are all that there can be; delete some".formatted(MAX_CLIPS));
        }
        Video video = Resampled.to(Examples.FOLDER_RATE, played);
        if (video.frameCount() > MAX_FRAMES) {
            throw new RefusedException("it lasts %d seconds, expected at most %d: cut it to the gesture"
                    .formatted(video.frameCount() / Examples.FOLDER_RATE, MAX_FRAMES / Examples.FOLDER_RATE));
        }
        Path clip = examples.resolve(gesture).resolve(newName());
        Optional<String> other;
        try {
            FrameExtractor.write(video, clip, FORMAT);
            other = otherWith(clip);
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw refusal(e);
        } catch (UncheckedIOException e) {
            throw refusal(e.getCause());
        }
        if (other.isPresent()) {
            deleteAt(clip);
            throw new RefusedException("this clip is an example of %s already".formatted(other.get()));
        }
    }

    /** The gesture that has the same clip already: what a network has learned from cannot test it. */
    private Optional<String> otherWith(Path clip) throws IOException {
        for (Gesture gesture : gestures()) {
            for (String name : gesture.clips) {
                Path other = examples.resolve(gesture.name).resolve(name);
                if (!other.equals(clip) && isSame(clip, other)) {
                    return Optional.of(gesture.name);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isSame(Path clip, Path other) throws IOException {
        try (Stream<Path> frames = Files.list(clip)) {
            for (Path frame : frames.sorted().toList()) {
                Path same = other.resolve(frame.getFileName());
                if (!Files.exists(same) || Files.mismatch(frame, same) >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private String newName() {
        String now = CLIP.format(LocalDateTime.now());
        String name = now;
        for (int next = 2; find(name).isPresent(); next++) {
            name = now + "-" + next;
        }
        return name;
    }

    private void requireKnown(String gesture) throws RefusedException {
        if (gestures().stream().noneMatch(known -> known.name.equals(gesture))) {
            throw new RefusedException("there is no gesture of this name");
        }
    }

    /** A gesture goes, with its clips. */
    synchronized void delete(String gesture) throws RefusedException {
        requireKnown(gesture);
        deleteAt(examples.resolve(gesture));
    }

    synchronized void deleteClip(String clip) throws RefusedException {
        deleteAt(find(clip).orElseThrow(() -> new RefusedException("there is no such clip")));
    }

    private static void deleteAt(Path place) throws RefusedException {
        try {
            Temporary.delete(place);
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private static RefusedException refusal(IOException e) {
        return new RefusedException(e.getMessage().contains("cannot be written") ? e.getMessage()
                : "cannot be written: " + e.getMessage());
    }

    private Optional<Path> find(String clip) {
        return gestures().stream().filter(gesture -> gesture.clips.contains(clip)).findFirst()
                .map(gesture -> examples.resolve(gesture.name).resolve(clip));
    }

    /** At most so many frames of a clip, spread over it; empty if there is no such clip any more. */
    Optional<List<Image>> frames(String clip, int most) {
        Optional<Path> place = find(clip);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        try (Video video = Video.open(place.get(), Decoder.JAVA)) {
            int count = Math.min(most, video.frameCount());
            return Optional.of(video.frames(IntStream.range(0, count).map(i -> i * video.frameCount() / count).toArray()));
        } catch (VideoException e) {
            return Optional.empty();
        }
    }

    /** What was learned is kept, and replaces what was learned before. */
    synchronized void keep(PretrainedNetwork network, Report report) throws IOException {
        Files.createDirectories(folder);
        Path newNetwork = folder.resolve("new-" + NETWORK);
        Path newReport = folder.resolve("new-" + REPORT);
        network.save(newNetwork);
        AtomicFile.write(newReport, out -> out.write(StandardCharsets.UTF_8.encode(GSON.toJson(report))));
        // A report of another network would be worse than none.
        Files.deleteIfExists(folder.resolve(REPORT));
        Files.move(newNetwork, networkFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(newReport, folder.resolve(REPORT), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The network that was learned last, if there is one. */
    synchronized Optional<PretrainedNetwork> network() throws IOException {
        return Files.exists(networkFile()) ? Optional.of(PretrainedNetwork.load(networkFile())) : Optional.empty();
    }

    /** On the network that was learned last, if it is known. */
    synchronized Optional<Report> report() {
        try {
            return Optional.ofNullable(GSON.fromJson(Files.readString(folder.resolve(REPORT)), Report.class))
                    .filter(report -> report.seen != null);
        } catch (IOException | JsonParseException e) {
            return Optional.empty();
        }
    }

    /** All clips with the lists that {@code tsm train} takes. */
    byte[] zip() throws IOException {
        return new DataSet(gestures()).zip(examples);
    }

    /** Whether a report is of exactly these clips. */
    boolean isCurrent(Report report) {
        List<String> now = new ArrayList<>();
        gestures().forEach(gesture -> now.addAll(gesture.clips));
        return report.seen.size() == now.size() && report.seen.containsAll(now);
    }
}
