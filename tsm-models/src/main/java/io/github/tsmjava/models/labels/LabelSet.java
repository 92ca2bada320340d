package io.github.tsmjava.models.labels;

import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class names of public data sets, in the orders in which published networks have them. The original code sorts the
 * classes of Something-Something V1 and Jester by name; MMAction2 keeps the order of the data set's own file.
 *
 * <p>Source: the data sets' label files.
 */
public enum LabelSet {
    /** Kinetics-400, by name. */
    KINETICS400("Kinetics-400", "", "kinetics400.txt", false),
    /** Something-Something V1 by name, as the original code's networks have it. */
    SOMETHING_V1("Something-Something V1", "in alphabetical order", "something-v1.txt", true),
    /** Something-Something V1 in the order of its own file, as MMAction2's networks have it. */
    SOMETHING_V1_CSV("Something-Something V1", "in the order of its file", "something-v1.txt", false),
    /** Something-Something V2, the same in both codes. */
    SOMETHING_V2("Something-Something V2", "", "something-v2.txt", false),
    /** Jester by name, as the original code's networks have it. */
    JESTER("Jester", "in alphabetical order", "jester.txt", true),
    /** Jester in the order of its own file, as MMAction2's networks have it. */
    JESTER_CSV("Jester", "in the order of its file", "jester.txt", false),
    /** UCF101, by name. */
    UCF101("UCF101", "", "ucf101.txt", false),
    /** HMDB51, by name. */
    HMDB51("HMDB51", "", "hmdb51.txt", false),
    /** Diving48, in the order of its vocabulary. */
    DIVING48("Diving48", "", "diving48.txt", false);

    /**
     * The list that fits a file without class names.
     *
     * @param evidence what speaks for it, as in {@code its file name}
     */
    public record Guess(LabelSet set, String evidence) {
    }

    private static final Pattern MIT_NAME =
            Pattern.compile("^TS[MN]_(kinetics|somethingv2|something|jester|ucf101|hmdb51)_");
    private static final Pattern DATASET_IN_NAME =
            Pattern.compile("(?<![a-z])(kinetics400|sthv1|sthv2|jester|ucf101|hmdb51|diving48)(?![a-z0-9])");

    private final String dataset;
    private final String order;
    private final String resource;
    private final boolean sorted;

    LabelSet(String dataset, String order, String resource, boolean sorted) {
        this.dataset = dataset;
        this.order = order;
        this.resource = resource;
        this.sorted = sorted;
    }

    /** As on the command line: {@code something-v1-csv}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The data set's name as people write it. */
    public String dataset() {
        return dataset;
    }

    /** The order of the classes in words, or an empty text if there is but one. */
    public String order() {
        return order;
    }

    /** The class names in order. */
    public List<String> labels() {
        try (InputStream in = LabelSet.class.getResourceAsStream(resource)) {
            List<String> labels = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return sorted ? labels.stream().sorted().toList() : labels;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list of this name, in any case; MMAction2's {@code sthv1} and {@code sthv2} are understood as well. */
    public static Optional<LabelSet> find(String name) {
        String wanted = switch (name.toLowerCase(Locale.ROOT)) {
            case "sthv1" -> SOMETHING_V1_CSV.toString();
            case "sthv2" -> SOMETHING_V2.toString();
            case "kinetics" -> KINETICS400.toString();
            default -> name.toLowerCase(Locale.ROOT);
        };
        return Arrays.stream(values()).filter(set -> set.toString().equals(wanted)).findFirst();
    }

    /** The names of all lists, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(LabelSet::toString).collect(Collectors.joining(", "));
    }

    /**
     * The list of a data set in the order that networks of the flavour have it in.
     *
     * @param dataset as recipes name it, as in {@code something-v1}
     */
    public static Optional<LabelSet> ofDataset(String dataset, Flavour flavour) {
        return find(dataset).map(set -> flavour == Flavour.MIT ? set : set.inOrderOfFile());
    }

    private LabelSet inOrderOfFile() {
        return switch (this) {
            case SOMETHING_V1 -> SOMETHING_V1_CSV;
            case JESTER -> JESTER_CSV;
            default -> this;
        };
    }

    /**
     * Which list a network's file without class names was trained on, as far as its name or its number of classes
     * tells.
     */
    public static Optional<Guess> guess(Path file, KeyFamily family, int classes) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        Matcher mit = MIT_NAME.matcher(name);
        Matcher other = DATASET_IN_NAME.matcher(name);
        String dataset = mit.find() ? nameOfOriginal(mit.group(1)) : other.find() ? other.group(1) : "";
        // Sthv1 is MMAction2's word, but a file of the original code may carry it.
        Optional<LabelSet> named = ofDataset(dataset.equals("sthv1") ? "something-v1" : dataset, family.flavour())
                .filter(set -> set.labels().size() == classes);
        return named.map(set -> new Guess(set, "its file name")).or(() -> byNumber(classes));
    }

    private static String nameOfOriginal(String dataset) {
        return switch (dataset) {
            case "kinetics" -> "kinetics400";
            case "something" -> "something-v1";
            case "somethingv2" -> "something-v2";
            default -> dataset;
        };
    }

    /** Only where one data set has this number; 27 and 174 leave open which one, or its order. */
    private static Optional<Guess> byNumber(int classes) {
        LabelSet set = switch (classes) {
            case 400 -> KINETICS400;
            case 101 -> UCF101;
            case 51 -> HMDB51;
            case 48 -> DIVING48;
            default -> null;
        };
        return Optional.ofNullable(set).map(one -> new Guess(one, "its number of classes"));
    }
}
