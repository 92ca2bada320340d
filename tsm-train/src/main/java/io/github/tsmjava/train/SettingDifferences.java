package io.github.tsmjava.train;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says in words how the settings of a checkpoint differ from those asked for. A checkpoint holds them as
 * {@code toString} gives them, as in {@code Cosine[base=0.02, epochs=50]}: that text must stay the same in all
 * versions.
 */
final class SettingDifferences {

    static final String SCHEDULE = "schedule";
    static final String GRADIENT_NORM = "gradient norm";
    static final String BATCH_NORMS = "batch norms";
    static final String BLENDING = "blending";
    static final String ACCURACY = "accuracy";
    static final String AUGMENTATION = "augmentation";
    static final String TRAINING_LIST = "training list";
    static final String VALIDATION_LIST = "validation list";
    static final String SEQUENCES = "streams";
    static final String TRAINING_VIDEOS = "training videos";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}\\.\\d{1,20}(E-?\\d{1,3})?");

    private SettingDifferences() {
    }

    /**
     * What differs in a setting.
     *
     * @param saved as the checkpoint has it
     * @param asked as it is now, not the same
     * @return one line for each part that differs
     */
    static List<String> differences(String name, String saved, String asked) {
        if (!name.equals(AUGMENTATION)) {
            return List.of(difference(name, saved, asked));
        }
        Map<String, String> before = fields(saved);
        List<String> differences = new ArrayList<>();
        fields(asked).forEach((part, now) -> {
            String then = before.getOrDefault(part, "");
            if (!then.equals(now)) {
                differences.add(difference(part, then, now));
            }
        });
        return differences.isEmpty() ? List.of(difference(name, saved, asked)) : differences;
    }

    private static String difference(String name, String saved, String asked) {
        String before = words(name, saved);
        String now = words(name, asked);
        boolean areTold = !before.equals(now);
        return switch (name) {
            case TRAINING_LIST, VALIDATION_LIST -> "%s: trained with %s, cannot be resumed with %s".formatted(
                    name, before, areTold ? now : "others or another order of them");
            case TRAINING_VIDEOS -> TRAINING_VIDEOS + ": files of these names had other sizes when it was trained";
            default -> "%s: trained with %s, cannot be resumed with %s".formatted(
                    name.equals(SCHEDULE) ? "learning rate" : name.equals("policies") ? AUGMENTATION : name,
                    areTold ? before : saved, areTold ? now : asked);
        };
    }

    private static String words(String name, String text) {
        return switch (name) {
            case SCHEDULE -> text.startsWith("WarmUp[")
                    ? "%s, growing in the first %s epochs".formatted(
                            fall(field(text, "then")), field(text, "epochs"))
                    : fall(text);
            case GRADIENT_NORM -> text.equals("Infinity") ? "any" : "at most " + text;
            case BATCH_NORMS -> switch (text) {
                case "TRAINED" -> "all learning";
                case "PARTIAL" -> "all but the first frozen";
                case "FROZEN" -> "all frozen";
                default -> text;
            };
            case BLENDING -> switch (kind(text)) {
                case "None" -> "none";
                case "MixUp", "CutMix" -> kind(text) + " " + field(text, "alpha");
                default -> text;
            };
            case ACCURACY -> text.toLowerCase(Locale.ROOT) + " convolutions";
            case TRAINING_LIST, VALIDATION_LIST, SEQUENCES -> text.replaceFirst(", hash .*", "");
            case "sampling" -> "%s clips of %s×%s frames%s, as %s draws them".formatted(lower(field(text, "strategy")),
                    field(text, "segments"), field(text, "newLength"), interval(fields(text).get("interval")),
                    field(text, "flavour"));
            case "crop" -> kind(text).equals("MultiScaleCrop")
                    ? "windows of " + list(field(text, "scales")) + " of a frame"
                    : "windows of any size";
            case "flip" -> flip(field(text, "mirrored"));
            case "policies" -> text.equals("[]") ? "none"
                    : parts(text).stream().map(SettingDifferences::policy).collect(Collectors.joining(" and "));
            default -> plain(text);
        };
    }

    /** @param frames from one of a clip to the next; null where the text names none */
    private static String interval(String frames) {
        return frames == null ? "" : " at an interval of " + frames;
    }

    /** {@code 5.0E-5} as "0.00005". */
    private static String plain(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text).stripTrailingZeros().toPlainString() : text;
    }

    /** How the learning rate falls. */
    private static String fall(String schedule) {
        return switch (kind(schedule)) {
            case "Step" -> plain(field(schedule, "base")) + (field(schedule, "steps").equals("[]") ? " throughout"
                    : ", a tenth of it after %s epochs".formatted(list(field(schedule, "steps"))));
            case "Cosine" -> "%s, half a cosine over %s epochs".formatted(
                    plain(field(schedule, "base")), field(schedule, "epochs"));
            default -> schedule;
        };
    }

    private static String flip(String classes) {
        if (classes.equals("[]")) {
            return "none";
        }
        List<String> mirrored = parts(classes);
        for (int label = 0; label < mirrored.size(); label++) {
            if (!mirrored.get(label).equals(Integer.toString(label))) {
                return "labels exchanged";
            }
        }
        return "labels kept";
    }

    private static String policy(String text) {
        return switch (kind(text)) {
            case "RandAugment" -> "RandAugment %s,%s of %s".formatted(
                    field(text, "operations"), field(text, "magnitude"), lower(field(text, "space")));
            case "AugMix" -> "AugMix " + field(text, "magnitude");
            case "Light" -> "light " + field(text, "strength");
            default -> text;
        };
    }

    private static String lower(String constant) {
        return constant.toLowerCase(Locale.ROOT);
    }

    /** {@code [20, 40]} as "20 and 40". */
    private static String list(String text) {
        return String.join(" and ", parts(text));
    }

    /** What stands in front of a record's fields. */
    private static String kind(String text) {
        int bracket = text.indexOf('[');
        return bracket < 0 ? text : text.substring(0, bracket);
    }

    private static String field(String text, String name) {
        return fields(text).getOrDefault(name, "?");
    }

    /** A record's fields by name. */
    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : parts(text)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                fields.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return fields;
    }

    /** What stands between the outer brackets, split at those commas that no inner brackets enclose. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = text.indexOf('[') + 1;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && (c == ',' || c == ']')) {
                if (i > start) {
                    parts.add(text.substring(start, i).strip());
                }
                start = i + 1;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        return parts;
    }
}
