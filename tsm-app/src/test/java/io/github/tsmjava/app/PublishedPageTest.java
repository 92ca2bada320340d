package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in docs is what {@code tsm learn --export} writes now, apart from rounding and times. With
 * {@code -Dtsm.course.write=true} it is written again, with times of this machine; do that on one that has nothing else
 * to do.
 */
class PublishedPageTest {

    private static final Path PAGE = Path.of("").toAbsolutePath().getParent().resolve("docs/see-the-shift.html");
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);
    /** Of numbers, relative to those above 1: sums are rounded differently by other processors. */
    private static final double TOLERANCE = 2e-3;
    /** Exact numbers, packed. */
    private static final Set<String> FLOATS = Set.of("input", "output", "branch");
    /** Times, pictures that are only looked at, and the plan's steps, which differ between processors. */
    private static final Set<String> FREE = Set.of("times", "film", "maps", "steps");

    @TempDir
    private Path folder;

    @Test
    void isWhatIsWrittenNow() throws IOException {
        if (Boolean.getBoolean("tsm.course.write")) {
            assertEquals(0, tsm("learn", "--export", PAGE, "--measure", machine()).exit());
        }
        Path now = folder.resolve("now.html");
        Outcome outcome = tsm("learn", "--export", now);
        assertEquals(0, outcome.exit(), outcome.err());
        String expected = Files.readString(PAGE);
        String found = Files.readString(now);
        String help = "docs/see-the-shift.html is not what ./tsm learn --export writes; "
                + "-Dtsm.course.write=true writes it";
        assertEquals(DATA.matcher(found).replaceAll(""), DATA.matcher(expected).replaceAll(""), help);
        List<String> wrong = new ArrayList<>();
        compare("page", data(expected), data(found), wrong);
        assertEquals(List.of(), wrong, help);
    }

    /** Times are of a machine that the page names. */
    @Test
    void timesHaveAMachine() throws IOException {
        JsonObject times = data(Files.readString(PAGE)).getAsJsonObject().getAsJsonObject("times");
        assertFalse(times.get("machine").getAsString().isBlank());
        assertTrue(times.get("plan").getAsDouble() > 0);
    }

    private static JsonElement data(String page) {
        Matcher matcher = DATA.matcher(page);
        assertTrue(matcher.find());
        return JsonParser.parseString(matcher.group(1));
    }

    private static void compare(String place, JsonElement expected, JsonElement found, List<String> wrong) {
        String name = place.substring(place.lastIndexOf('.') + 1);
        if (FREE.contains(name)) {
            return;
        }
        if (expected.isJsonObject() && found.isJsonObject()) {
            Set<String> names = new TreeSet<>(expected.getAsJsonObject().keySet());
            names.addAll(found.getAsJsonObject().keySet());
            names.removeAll(FREE);
            for (String key : names) {
                JsonElement one = expected.getAsJsonObject().get(key);
                JsonElement other = found.getAsJsonObject().get(key);
                if (one != null && other != null) {
                    compare(place + "." + key, one, other, wrong);
                } else {
                    wrong.add(place + "." + key + " is in one of them only");
                }
            }
        } else if (expected.isJsonArray() && found.isJsonArray()
                && expected.getAsJsonArray().size() == found.getAsJsonArray().size()) {
            for (int i = 0; i < expected.getAsJsonArray().size(); i++) {
                compare(place + "[" + i + "]", expected.getAsJsonArray().get(i), found.getAsJsonArray().get(i), wrong);
            }
        } else if (!isSame(name, expected, found)) {
            wrong.add("%s: in the page %.100s, now %.100s".formatted(place, expected, found));
        }
    }

    private static boolean isSame(String name, JsonElement expected, JsonElement found) {
        if (FLOATS.contains(name)) {
            float[] a = floats(expected.getAsString());
            float[] b = floats(found.getAsString());
            boolean same = a.length == b.length;
            for (int i = 0; same && i < a.length; i++) {
                same = isNear(a[i], b[i]);
            }
            return same;
        }
        boolean numbers = expected.isJsonPrimitive() && found.isJsonPrimitive()
                && expected.getAsJsonPrimitive().isNumber() && found.getAsJsonPrimitive().isNumber();
        return numbers ? isNear(expected.getAsDouble(), found.getAsDouble()) : expected.equals(found);
    }

    private static boolean isNear(double a, double b) {
        return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a));
    }

    private static float[] floats(String packed) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(packed)).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    /** Its name, from the property {@code tsm.machine} or from Linux. */
    private static String machine() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        String processor = !Files.isReadable(file) ? System.getProperty("os.arch")
                : Files.readAllLines(file).stream().filter(line -> line.startsWith("model name")).findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse(System.getProperty("os.arch"));
        return System.getProperty("tsm.machine",
                "%s, %d cores".formatted(processor, Runtime.getRuntime().availableProcessors()));
    }
}
