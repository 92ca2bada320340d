package io.github.tsmjava.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The worked example, and what is said of a clip. */
class ExplainTest {

    private static String run(int exit, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(exit, Main.run(out, err, args), err::toString);
        return exit == 0 ? out.toString() : err.toString();
    }

    /** The numbers of a printed grid, frame by frame. */
    private static float[] grid(String text, String heading) {
        List<Float> numbers = new ArrayList<>();
        for (String line : text.substring(text.indexOf(heading)).lines().skip(2).takeWhile(l -> !l.isEmpty())
                .toList()) {
            Arrays.stream(line.replaceFirst("frame \\d+", "").strip().split(" +")).map(Float::valueOf)
                    .forEach(numbers::add);
        }
        float[] all = new float[numbers.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.get(i);
        }
        return all;
    }

    @Test
    void theExampleIsTheOperator() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            ShiftMode mode = ShiftMode.values()[i % ShiftMode.values().length];
            int channels = 1 + random.nextInt(64);
            int frames = 1 + random.nextInt(20);
            Integer div = mode.isQuarters() ? null : 2 + random.nextInt(20);
            List<String> args =
                    new ArrayList<>(List.of("explain", "--mode", mode.toString(), "--channels", "" + channels,
                    "--frames", "" + frames));
            if (div != null) {
                args.addAll(List.of("--fold-div", "" + div));
            }
            String text = run(0, args.toArray(String[]::new));
            Tensor before = Tensor.of(grid(text, "before the shift"), frames, channels);
            assertArrayEquals(mode.shift(div).apply(before, frames).data(), grid(text, "after the shift"),
                    args::toString);
            assertEquals(frames * channels, Arrays.stream(box(before.data())).distinct().count(),
                    "numbers say where they are from");
        }
    }

    private static Float[] box(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }

    @Test
    void inABlockTheResidualIsShiftedToo() {
        assertTrue(run(0, "explain").contains("frame 2, channel 0: y = 20 + f(30, ...)"));
        assertTrue(run(0, "explain", "--place", "block").contains("y = 30 + f(30, ...); the frame's own 20 is lost"));
    }

    /** A swipe to the left is one to the right backwards, and nothing of the kind without the shift. */
    @Test
    void aClipIsExplained() {
        String clip = "../testdata/swipe-left.gif";
        String text = run(0, "explain", clip);
        List<String> lines = text.lines().toList();
        assertTrue(lines.getFirst().startsWith(clip + ": swipe left"), text);
        String backwards = lines.stream().filter(l -> l.startsWith("backwards")).collect(Collectors.joining());
        assertTrue(backwards.contains("swipe right") && backwards.contains("-"), text);
        assertTrue(!lines.stream().filter(l -> l.startsWith("without any shift")).findAny().orElseThrow()
                .contains("swipe left"), text);
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("features.3 ")), text);
        String one = run(0, "explain", clip, "--block", "features.3");
        assertTrue(one.contains("in block features.3 alone") && !one.contains("features.5"), one);
    }

    /** What the README shows is what is printed; other processors round a little differently. */
    @Test
    void theReadmeShowsIt() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int start = readme.indexOf("testdata/swipe-left.gif: swipe left");
        String[] shown = readme.substring(start, readme.indexOf("```", start)).strip().split("\\s+");
        String[] printed = run(0, "explain", "../testdata/swipe-left.gif").substring("../".length()).strip().split("\\s+");
        assertEquals(printed.length, shown.length);
        for (int i = 0; i < shown.length; i++) {
            if (printed[i].matches("-?\\d+\\.\\d")) {
                assertEquals(Double.parseDouble(printed[i]), Double.parseDouble(shown[i]), 0.11);
            } else {
                assertEquals(printed[i], shown[i]);
            }
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        String clip = "../testdata/swipe-left.gif";
        assertTrue(run(2, "explain", clip, "--mode", "online").contains("expected without CLIP"));
        assertTrue(run(2, "explain", "--block", "features.3").contains("expected with a CLIP"));
        assertTrue(run(2, "explain", clip, "--block", "features.4").contains("expected one of [features.3, "));
        assertTrue(run(2, "explain", "--channels", "65").contains("--channels"));
        assertTrue(run(2, "explain", "--mode", "quarters", "--fold-div", "8")
                .contains("expected a shift div of 4, found 8"));
    }
}
