package io.github.tsmjava.video;

import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The videos of a data set and their classes, from a text file of one video a line:
 *
 * <ul>
 *   <li>{@code path label} for video files, or for whole folders of frames;
 *   <li>{@code path frames label} for folders of frames, as the original code and MMAction2 write it;
 *   <li>{@code path offset frames label} for parts of such folders, as MMAction2 does.
 * </ul>
 *
 * The same form holds for the whole list, and most lines decide which it is; so a path may hold spaces.
 *
 * @param file    where the list comes from
 * @param entries its videos in the order of the lines
 */
public record VideoList(Path file, List<Entry> entries) {

    private static final long MAX_BYTES = 1 << 28;
    private static final int UNKNOWN = -1;
    private static final int MOST_SHOWN = 100;

    /** How many numbers follow the path. */
    private enum Form {
        LABEL("path label"), FRAMES_LABEL("path frames label"), OFFSET_FRAMES_LABEL("path offset frames label");

        private final String name;
        private final Pattern pattern;

        Form(String name) {
            this.name = name;
            this.pattern = Pattern.compile("(.*\\S)" + "\\s+(\\d{1,9})".repeat(ordinal() + 1));
        }
    }

    /**
     * One video.
     *
     * @param line   number of its line, from 1
     * @param path   below the root folder
     * @param offset frames of the folder in front of its first one
     * @param frames how many frames it has, or -1 if the list does not say
     * @param label  its class, from 0
     */
    public record Entry(int line, String path, int offset, int frames, int label) {

        /**
         * Opens the video: the frames that the list says, no more.
         *
         * @param modality what its frames hold; optical flow is read from folders only
         * @throws VideoException in one line, if it is missing, damaged or has fewer frames than the list says
         */
        public Video open(Path root, Modality modality, Decoder decoder) throws VideoException {
            return open(root, modality, decoder, Limits.USUAL);
        }

        /** The same with other limits than {@link Limits#USUAL}. */
        public Video open(Path root, Modality modality, Decoder decoder, Limits limits) throws VideoException {
            Path place = place(root, modality);
            if (frames == 0) {
                throw new VideoException(place, "has no frames, says the list in line " + line);
            }
            Video video = modality == Modality.FLOW ? Video.openFlow(place, limits)
                    : Video.open(place, decoder, limits);
            if (frames == UNKNOWN) {
                return video;
            }
            int available = video.frameCount() - offset;
            // Some lists of optical flow count both pictures of a frame.
            boolean counted = modality == Modality.FLOW && frames > available;
            int wanted = counted ? frames / 2 : frames;
            if (wanted > available) {
                video.close();
                throw new VideoException(place, "%d frames expected by line %d of the list, found %d"
                        .formatted(offset + frames, line, video.frameCount()));
            }
            return wanted == video.frameCount() ? video : new VideoPart(video, offset, wanted);
        }

        /**
         * Where the video lies. The original code's lists name a folder of optical flow {@code 42} that is called
         * {@code 000042}.
         */
        private Path place(Path root, Modality modality) {
            Path place = root.resolve(path);
            return modality == Modality.FLOW && path.matches("\\d{1,5}") && Files.notExists(place)
                    ? root.resolve("%06d".formatted(Integer.parseInt(path))) : place;
        }
    }

    public VideoList {
        entries = List.copyOf(entries);
    }

    /**
     * Reads a list. Empty lines are skipped.
     *
     * @throws VideoException in one line with the line's number, if the file cannot be read or is no such list
     */
    public static VideoList read(Path file) throws VideoException {
        List<String> lines = lines(file);
        Form form = form(lines);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isEmpty()) {
                entries.add(entry(file, i + 1, lines.get(i), form));
            }
        }
        if (entries.isEmpty()) {
            throw new VideoException(file, "expected a list of videos, found an empty file");
        }
        return new VideoList(file, entries);
    }

    private static List<String> lines(Path file) throws VideoException {
        if (!Files.isRegularFile(file)) {
            throw new VideoException(file, "expected a list of videos, found "
                    + (Files.exists(file) ? "something else" : "no such file"));
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new VideoException(file, "a list of at most %d bytes expected, found %d"
                        .formatted(MAX_BYTES, Files.size(file)));
            }
            return Files.readString(file).replace("\uFEFF", "").lines().map(String::strip).toList();
        } catch (CharacterCodingException e) {
            throw new VideoException(file, "expected a list of videos in UTF-8, found other bytes", e);
        } catch (VideoException e) {
            throw e;
        } catch (IOException e) {
            throw new VideoException(file, "cannot be read: " + VideoException.reason(e), e);
        }
    }

    /** The form of most lines; of equally many the shorter one. */
    private static Form form(List<String> lines) {
        Map<Form, Integer> counts = new EnumMap<>(Form.class);
        for (String line : lines) {
            for (Form form : List.of(Form.OFFSET_FRAMES_LABEL, Form.FRAMES_LABEL, Form.LABEL)) {
                if (form.pattern.matcher(line).matches()) {
                    counts.merge(form, 1, Integer::sum);
                    break;
                }
            }
        }
        return counts.keySet().stream().sorted(Comparator.comparing(counts::get).reversed()).findFirst()
                .orElse(Form.FRAMES_LABEL);
    }

    private static Entry entry(Path file, int number, String line, Form form) throws VideoException {
        Matcher matcher = form.pattern.matcher(line);
        if (!matcher.matches()) {
            throw new VideoException(file, "line %d: expected \"%s\", found \"%s\""
                    .formatted(number, form.name, shown(line)));
        }
        String path = matcher.group(1);
        if (!isPath(path)) {
            throw new VideoException(file, "line %d: not a path: \"%s\"".formatted(number, shown(path)));
        }
        int[] numbers = new int[form.ordinal() + 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Integer.parseInt(matcher.group(i + 2));
        }
        int label = numbers[numbers.length - 1];
        return switch (form) {
            case LABEL -> new Entry(number, path, 0, UNKNOWN, label);
            case FRAMES_LABEL -> new Entry(number, path, 0, numbers[0], label);
            case OFFSET_FRAMES_LABEL -> new Entry(number, path, numbers[0], numbers[1], label);
        };
    }

    private static String shown(String text) {
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    }

    /** What controls a terminal is in no honest path. */
    private static boolean isPath(String path) {
        try {
            Path.of(path);
            return path.chars().noneMatch(Character::isISOControl);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * Checks that all labels are classes of a network.
     *
     * @throws VideoException with the line's number, if a label is not below {@code classes}
     */
    public void requireLabelsBelow(int classes) throws VideoException {
        for (Entry entry : entries) {
            if (entry.label >= classes) {
                throw new VideoException(file, "line %d: label %d of %s, expected are 0 to %d"
                        .formatted(entry.line, entry.label, shown(entry.path), classes - 1));
            }
        }
    }

    /**
     * The same videos for a network that has the classes in another order.
     *
     * @param labels the new label of each old one
     * @throws VideoException with the line's number, if a label has no new one
     */
    public VideoList withLabels(List<Integer> labels) throws VideoException {
        requireLabelsBelow(labels.size());
        return new VideoList(file, entries.stream().map(entry -> new Entry(
                entry.line, entry.path, entry.offset, entry.frames, labels.get(entry.label))).toList());
    }

    /** The entries whose file or folder is not there. */
    public List<Entry> missing(Path root, Modality modality) {
        return entries.stream().filter(entry -> Files.notExists(entry.place(root, modality))).toList();
    }
}
