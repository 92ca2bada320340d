package io.github.tsmjava.models.checkpoint;

import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig.Assumption;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.Sampling;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What parameters cannot tell about a network: the number of segments, how far and which way the shift goes, how a
 * non-local block weighs. Known from a file's metadata if we wrote it, from its name if it is a published one, or from
 * the user; each wins over what was known before.
 */
public final class DeclaredSettings {

    /** Every file of ours says it, and no other. */
    public static final String CLASSES = "classes";
    private static final String SEGMENTS = "segments";
    private static final String INTERVAL = "interval";
    private static final String SHIFT_DIV = "shift_div";
    private static final String SHIFT_FIRST = "shift_first";
    private static final String SHIFT_SECOND = "shift_second";
    private static final String SHIFT_BOUNDARY = "shift_boundary";
    /** What older files hold instead of offsets and boundary. */
    private static final String SHIFT_DIRECTION = "shift_direction";
    private static final String NON_LOCAL = "non_local";

    /** The most segments that a file or a user may ask for. */
    public static final int MAX_SEGMENTS = 4096;
    /** The largest divisor of the channels that a file or a user may ask for. */
    public static final int MAX_SHIFT_DIV = 4096;

    /** {@code TSM_something_RGB_resnet50_shift8_blockres_avg_segment8_e45.pth}. */
    private static final Pattern MIT_SEGMENTS = Pattern.compile("_segment(\\d{1,4})(?!\\d)");
    private static final Pattern MIT_SHIFT = Pattern.compile("_shift(\\d{1,4})_");
    /** {@code tsm_nl_dot_product_r50_320p_1x1x8_50e_kinetics400_rgb_….pth}, in later versions with hyphens. */
    private static final Pattern MM_SEGMENTS = Pattern.compile("[_-]1x1x(\\d{1,4})[_-]");
    /** {@code i3d_r50_32x2x1_100e_kinetics400_rgb_….pth}: clips of 32 frames, each second one, one clip. */
    private static final Pattern MM_CLIP = Pattern.compile("[_-](\\d{1,4})x(\\d{1,3})x1[_-]");
    private static final Pattern MM_NON_LOCAL = Pattern.compile("nl[_-](embedded[_-]gaussian|gaussian|dot[_-]product)");
    /** {@code mobilenetv2_jester_online.pth.tar}. */
    private static final Pattern DEMO = Pattern.compile("jester_online");

    /** What is assumed of the shift: the networks of this family shift so, as published. */
    private final ShiftMode usual;
    private Integer segments;
    /** Frames from one of a clip to the next; 0 for clips of the whole video. */
    private Integer interval;
    private Integer shiftDiv;
    /** Which way the groups move; its div counts for nothing. Null if it is not known. */
    private Shift direction;
    private NonLocal.Mode nonLocalMode;

    public DeclaredSettings(KeyFamily family) {
        usual = family == KeyFamily.ONLINE_DEMO ? ShiftMode.ONLINE : ShiftMode.BIDIRECTIONAL;
    }

    /** What the base name of a file says; directories are never looked at. */
    public static DeclaredSettings ofFileName(Path file, KeyFamily family) {
        DeclaredSettings declared = new DeclaredSettings(family);
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        Matcher matcher = MIT_SEGMENTS.matcher(name);
        if (matcher.find() || (matcher = MM_SEGMENTS.matcher(name)).find()) {
            declared.segments = number(SEGMENTS, matcher.group(1), 1, MAX_SEGMENTS);
        } else if ((matcher = MM_CLIP.matcher(name)).find()) {
            declared.segments = number(SEGMENTS, matcher.group(1), 1, MAX_SEGMENTS);
            declared.interval = number(INTERVAL, matcher.group(2), 1, Sampling.MAX_INTERVAL);
        }
        // Code that gives such names shifts both ways and no other; MMAction2's knows only eighths.
        if ((matcher = MIT_SHIFT.matcher(name)).find()) {
            declared.shiftDiv = number(SHIFT_DIV, matcher.group(1), 2, MAX_SHIFT_DIV);
            declared.direction = ShiftMode.BIDIRECTIONAL.shift(null);
        } else if (name.startsWith("tsm_") && MM_SEGMENTS.matcher(name).find()) {
            declared.set(ShiftMode.BIDIRECTIONAL);
        } else if (DEMO.matcher(name).find()) {
            declared.set(ShiftMode.ONLINE);
        }
        if ((matcher = MM_NON_LOCAL.matcher(name)).find()) {
            declared.nonLocalMode = constant(NON_LOCAL, matcher.group(1).replace('-', '_'), NonLocal.Mode.values());
        }
        return declared;
    }

    private void set(ShiftMode mode) {
        direction = mode.shift(null);
        shiftDiv = direction.div();
    }

    /** Adds what a file's metadata says. */
    public DeclaredSettings with(Map<String, String> metadata) {
        if (metadata.containsKey(SEGMENTS)) {
            segments = number(SEGMENTS, metadata.get(SEGMENTS), 1, MAX_SEGMENTS);
        }
        if (metadata.containsKey(INTERVAL)) {
            interval = number(INTERVAL, metadata.get(INTERVAL), 0, Sampling.MAX_INTERVAL);
        }
        if (metadata.containsKey(SHIFT_DIV)) {
            shiftDiv = number(SHIFT_DIV, metadata.get(SHIFT_DIV), 2, MAX_SHIFT_DIV);
        }
        if (metadata.containsKey(SHIFT_FIRST)) {
            direction = new Shift(2, number(SHIFT_FIRST, metadata.get(SHIFT_FIRST), -1, 1),
                    number(SHIFT_SECOND, metadata.get(SHIFT_SECOND), -1, 1),
                    constant(SHIFT_BOUNDARY, metadata.get(SHIFT_BOUNDARY), Shift.Boundary.values()));
        } else if (metadata.containsKey(SHIFT_DIRECTION)) {
            direction = ofDirection(metadata.get(SHIFT_DIRECTION)).shift(null);
        }
        if (metadata.containsKey(NON_LOCAL)) {
            nonLocalMode = constant(NON_LOCAL, metadata.get(NON_LOCAL), NonLocal.Mode.values());
        }
        return this;
    }

    private static ShiftMode ofDirection(String text) {
        return switch (text) {
            case "past" -> ShiftMode.ONLINE;
            case "both" -> ShiftMode.BIDIRECTIONAL;
            default -> throw new IllegalArgumentException(
                    "%s: expected past or both, found \"%s\"".formatted(SHIFT_DIRECTION, text));
        };
    }

    /** Adds what the user says; null where nothing is said. */
    public DeclaredSettings with(Integer saidSegments, Integer saidDiv, ShiftMode saidMode) {
        segments = saidSegments == null ? segments : saidSegments;
        shiftDiv = saidDiv == null ? shiftDiv : saidDiv;
        if (saidMode != null) {
            direction = saidMode.shift(saidDiv);
            shiftDiv = saidMode.isQuarters() ? (Integer) direction.div() : shiftDiv;
        }
        return this;
    }

    /** @param usual of the backbone, where nobody has said it */
    int segments(int usual) {
        return segments == null ? usual : segments;
    }

    /** Frames from one of a clip to the next: what the file says, else what is usual for such a network. */
    public int interval(NetworkConfig config) {
        return interval == null ? config.backbone().interval(config.segments()) : interval;
    }

    Shift shift() {
        Shift known = direction == null ? usual.shift(null) : direction;
        return new Shift(shiftDiv == null ? usual.usualDiv() : shiftDiv, known.first(), known.second(),
                known.boundary());
    }

    NonLocal.Mode nonLocalMode() {
        return nonLocalMode == null ? NonLocal.Mode.EMBEDDED_GAUSSIAN : nonLocalMode;
    }

    /** What nobody said of a network although its answers depend on it. */
    public Set<Assumption> assumed(NetworkConfig config) {
        Set<Assumption> assumed = EnumSet.noneOf(Assumption.class);
        if (segments == null) {
            assumed.add(Assumption.SEGMENTS);
        }
        if (config.shifting().isPresent() && shiftDiv == null) {
            assumed.add(Assumption.SHIFT_DIV);
        }
        if (config.shifting().isPresent() && direction == null) {
            assumed.add(Assumption.SHIFT_MODE);
        }
        return assumed;
    }

    /** One of some constants by its name in lower case. */
    public static <E extends Enum<E>> E constant(String key, String text, E[] known) {
        return Arrays.stream(known).filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s: expected one of %s, found %s".formatted(key,
                        Arrays.stream(known).map(value -> value.name().toLowerCase(Locale.ROOT)).toList(),
                        found(text))));
    }

    private static int number(String key, String text, int least, int most) {
        if (text == null || !text.matches("-?\\d{1,6}")
                || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            throw new IllegalArgumentException(
                    "%s: expected a number from %d to %d, found %s".formatted(key, least, most, found(text)));
        }
        return Integer.parseInt(text);
    }

    private static String found(String text) {
        return text == null ? "none" : "\"" + text + "\"";
    }

    /**
     * What a file should say of this network, beyond its parameters.
     *
     * @param interval frames from one of a clip to the next, or 0
     */
    public static Map<String, String> metadata(NetworkConfig config, int interval) {
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("backbone", config.backbone().name());
        metadata.put("modality", config.modality().name().toLowerCase(Locale.ROOT));
        metadata.put(CLASSES, Integer.toString(config.classes()));
        metadata.put(SEGMENTS, Integer.toString(config.segments()));
        if (interval != config.backbone().interval(config.segments())) {
            metadata.put(INTERVAL, Integer.toString(interval));
        }
        Shifting shifting = config.shifting();
        if (shifting.isPresent()) {
            Shift shift = shifting.shift();
            metadata.put("shift_place", shifting.place().name().toLowerCase(Locale.ROOT));
            metadata.put("shifted_blocks", String.join(" ", shifting.blocks()));
            metadata.put(SHIFT_DIV, Integer.toString(shift.div()));
            metadata.put(SHIFT_FIRST, Integer.toString(shift.first()));
            metadata.put(SHIFT_SECOND, Integer.toString(shift.second()));
            metadata.put(SHIFT_BOUNDARY, shift.boundary().name().toLowerCase(Locale.ROOT));
        }
        if (config.nonLocality().isPresent()) {
            metadata.put(NON_LOCAL, config.nonLocality().mode().name().toLowerCase(Locale.ROOT));
        }
        return metadata;
    }
}
