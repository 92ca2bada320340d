package io.github.tsmjava.models;

import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.ops.Shift;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What parameters cannot tell about a network: the number of segments, how far and which way the shift goes, how a
 * non-local block weighs. Known from a file's metadata if we wrote it, from its name if the original code did, or from the
 * user.
 */
final class Hints {

    static final String SEGMENTS = "segments";
    static final String SHIFT_DIV = "shift_div";
    static final String SHIFT_DIRECTION = "shift_direction";
    static final String NON_LOCAL = "non_local";

    /** Values of {@link #SHIFT_DIRECTION}. */
    static final String FROM_PAST = "past";
    static final String BOTH_WAYS = "both";

    private static final int DEFAULT_SEGMENTS = 8;
    private static final int DEFAULT_SHIFT_DIV = 8;

    /** {@code TSM_something_RGB_resnet50_shift8_blockres_avg_segment8_e45.pth}. */
    private static final Pattern MIT_SEGMENTS = Pattern.compile("_segment(\\d{1,4})(?!\\d)");
    private static final Pattern MIT_SHIFT = Pattern.compile("_shift(\\d{1,4})_");
    /** {@code tsm_nl_dot_product_r50_320p_1x1x8_50e_kinetics400_rgb_….pth}, in later versions with hyphens. */
    private static final Pattern MM_SEGMENTS = Pattern.compile("[_-]1x1x(\\d{1,4})[_-]");
    private static final Pattern MM_NON_LOCAL = Pattern.compile("nl[_-](embedded[_-]gaussian|gaussian|dot[_-]product)");

    private final Map<String, String> values = new TreeMap<>();

    /** What the base name of a file says; directories are never looked at. */
    static Hints ofFileName(Path file) {
        Hints hints = new Hints();
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        hints.match(SEGMENTS, MIT_SEGMENTS, name);
        hints.match(SEGMENTS, MM_SEGMENTS, name);
        hints.match(SHIFT_DIV, MIT_SHIFT, name);
        hints.match(NON_LOCAL, MM_NON_LOCAL, name);
        return hints;
    }

    private void match(String key, Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (matcher.find()) {
            values.put(key, matcher.group(1).replace('-', '_'));
        }
    }

    /** Adds the entries that are hints; they win over what was known before. */
    Hints with(Map<String, String> metadata) {
        for (String key : List.of(SEGMENTS, SHIFT_DIV, SHIFT_DIRECTION, NON_LOCAL)) {
            if (metadata.containsKey(key)) {
                values.put(key, metadata.get(key));
            }
        }
        return this;
    }

    /** Whether the number of segments is known rather than assumed. */
    boolean knowsSegments() {
        return values.containsKey(SEGMENTS);
    }

    int segments() {
        return number(SEGMENTS, DEFAULT_SEGMENTS, 1, PretrainedNetwork.MAX_SEGMENTS);
    }

    Shift shift() {
        int div = number(SHIFT_DIV, DEFAULT_SHIFT_DIV, 2, PretrainedNetwork.MAX_SHIFT_DIV);
        String direction = values.getOrDefault(SHIFT_DIRECTION, BOTH_WAYS);
        return switch (direction) {
            case FROM_PAST -> Shift.unidirectional(div);
            case BOTH_WAYS -> Shift.bidirectional(div);
            default -> throw new IllegalArgumentException(
                    "%s: expected %s or %s, found \"%s\"".formatted(SHIFT_DIRECTION, FROM_PAST, BOTH_WAYS, direction));
        };
    }

    NonLocal.Mode nonLocalMode() {
        String mode = values.getOrDefault(NON_LOCAL, "embedded_gaussian");
        for (NonLocal.Mode known : NonLocal.Mode.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(mode)) {
                return known;
            }
        }
        throw new IllegalArgumentException("%s: no mode is called \"%s\"".formatted(NON_LOCAL, mode));
    }

    private int number(String key, int otherwise, int least, int most) {
        String text = values.get(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    "%s: expected a number from %d to %d, found \"%s\"".formatted(key, least, most, text));
        }
        return Integer.parseInt(text);
    }

    /** What a file should say of this network, beyond its parameters. */
    static Map<String, String> metadata(NetworkConfig config) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("backbone", config.backbone().name());
        metadata.put("modality", config.modality().name().toLowerCase(Locale.ROOT));
        metadata.put("classes", Integer.toString(config.classes()));
        metadata.put(SEGMENTS, Integer.toString(config.segments()));
        Shifting shifting = config.shifting();
        if (shifting.isPresent()) {
            metadata.put("shift_place", shifting.place().name().toLowerCase(Locale.ROOT));
            metadata.put("shifted_blocks", String.join(" ", shifting.blocks()));
            metadata.put(SHIFT_DIV, Integer.toString(shifting.shift().div()));
            metadata.put(SHIFT_DIRECTION, shifting.shift().isCausal() ? FROM_PAST : BOTH_WAYS);
        }
        if (config.nonLocality().isPresent()) {
            metadata.put(NON_LOCAL, config.nonLocality().mode().name().toLowerCase(Locale.ROOT));
        }
        return metadata;
    }
}
