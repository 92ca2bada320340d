package io.github.tsmjava.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Mirrors half of the clips, left and right exchanged: of which classes, and which class a mirrored clip shows.
 *
 * @param mirrored the class of each class's mirror image; -1 where a clip must not be mirrored; empty for no flip
 */
public record Flip(List<Integer> mirrored) {

    /** Clips are never mirrored. */
    public static final Flip NONE = new Flip(List.of());

    private static final int NEVER = -1;
    private static final Pattern COUNTER_CLOCKWISE = Pattern.compile("(?:counter|anti)[- _]?clockwise");
    /** Between the words of "SwipeLeft". */
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Pattern SIDE = Pattern.compile("(?<![a-z])((left|right)(?=(wards?|hand(ed)?)?(?![a-z]))"
            + "|(cw|ccw|clockwise|counterclockwise)(?![a-z]))");
    private static final Pattern NO_SIDE =
            Pattern.compile("bright|upright|downright|copyright|wright|fright|cleft|leftover");
    /** "swipeleft" */
    private static final Pattern HIDDEN_SIDE = Pattern.compile("left|right|clockwise");

    public Flip {
        mirrored = List.copyOf(mirrored);
    }

    /** A mirrored clip shows what it showed before: right where no class is about left and right. */
    public static Flip keepingLabels(int classes) {
        return new Flip(IntStream.range(0, classes).boxed().toList());
    }

    /**
     * Classes that differ in left and right only, or in the sense of rotation, are exchanged. They are found by their
     * names, so the order of the classes does not matter: "Swiping Left" becomes "Swiping Right". A clip of a class
     * that names a side and has no counterpart, or names one within a word as "swipeleft" does, is not mirrored.
     *
     * <p>MMAction2's map for Jester leaves out the hand that turns clockwise, which a mirror turns the other way.
     */
    public static Flip exchangingSides(List<String> classes) {
        List<String> names = classes.stream().map(Flip::plain).toList();
        List<Integer> mirrored = new ArrayList<>();
        for (int label = 0; label < names.size(); label++) {
            String name = names.get(label);
            String other = SIDE.matcher(name).replaceAll(side -> opposite(side.group()));
            boolean isSided = !other.equals(name);
            boolean mayBeSided = HIDDEN_SIDE.matcher(NO_SIDE.matcher(name).replaceAll("")).find();
            mirrored.add(isSided ? names.indexOf(other) : mayBeSided ? Integer.valueOf(NEVER) : Integer.valueOf(label));
        }
        return new Flip(mirrored);
    }

    /** One spelling for all: words apart, no capital letters. */
    private static String plain(String name) {
        String words = HUMP.matcher(name).replaceAll(" ").toLowerCase(Locale.ROOT);
        return COUNTER_CLOCKWISE.matcher(words).replaceAll("counterclockwise");
    }

    private static String opposite(String side) {
        return switch (side) {
            case "left" -> "right";
            case "right" -> "left";
            case "cw" -> "ccw";
            case "ccw" -> "cw";
            case "clockwise" -> "counterclockwise";
            default -> "clockwise";
        };
    }

    /** Whether clips of this class may be mirrored. */
    boolean allows(int label) {
        return !mirrored.isEmpty() && mirrored.get(label) != NEVER;
    }

    /** The class of a mirrored clip. */
    int mirror(int label) {
        return mirrored.get(label);
    }
}
