package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.app.report.Timeline;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tsm classify --window}: what happens in a video, and when. */
class TimelineTest {

    @TempDir
    private Path folder;

    private Path weights;
    private Path frames;

    @BeforeEach
    void writeInputs() throws IOException {
        weights = Inputs.weights(folder.resolve("both.safetensors"),
                NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3),
                Map.of("segments", "4", "shift_div", "8", "shift_direction", "both", "size", "32"));
        frames = Inputs.frames(folder);
    }

    private static List<JsonObject> objects(Outcome outcome) {
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals("", outcome.err());
        return outcome.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }

    private static List<String> spans(List<JsonObject> objects) {
        return objects.stream().map(object -> object.get("from") + "-" + object.get("to")).toList();
    }

    /** Six frames in three seconds; a window of two seconds has four, and says what the clip of these four says. */
    @Test
    void aWindowIsTheClipOfItsFrames() throws IOException {
        List<JsonObject> windows =
                objects(tsm("classify", "--weights", weights, "--window", 2, "--every", 0.5, "--fps", 2, "--json",
                "--top", 3, frames));
        assertEquals(List.of("0.0-2.0", "0.5-2.5", "1.0-3.0"), spans(windows));
        for (int first = 0; first < 3; first++) {
            Path part = Files.createDirectory(folder.resolve("part" + first));
            for (int i = 1; i <= 4; i++) {
                Files.copy(frames.resolve("img_%05d.png".formatted(first + i)), part.resolve(i + ".png"));
            }
            JsonObject clip = objects(tsm("classify", "--weights", weights, "--json", "--top", 3, part)).getFirst();
            assertEquals(clip.get("top"), windows.get(first).get("top"));
            assertEquals(frames.toString(), windows.get(first).get("path").getAsString());
        }
    }

    /** Windows meet; the last one ends with the video. */
    @Test
    void theWholeVideoIsCovered() {
        assertEquals(List.of("0.0-2.0", "1.0-3.0"), spans(objects(
                tsm("classify", "--weights", weights, "--window", 2, "--fps", 2, "--json", frames))));
        assertEquals(List.of("0.0-1.2"), spans(objects(
                tsm("classify", "--weights", weights, "--window", 60, "--fps", 5, "--json", frames))));
    }

    @Test
    void anyNetworkHasATimeline() throws IOException {
        Path pooled = Inputs.weights(folder.resolve("pooled.safetensors"),
                NetworkConfig.tsn(new ResNetBackbone(18), 2, 3).withTemporalPool(),
                Map.of("segments", "2", "size", "32"));
        assertEquals(3,
                objects(tsm("classify", "--weights", pooled, "--window", 1, "--fps", 2, "--json", frames)).size());
        assertEquals(1, objects(tsm("classify", "--window", 5, "--json", "../testdata/swipe-left.gif")).size());
    }

    @Test
    void linesForPeople() {
        Outcome outcome = tsm("classify", "--weights", weights, "--window", 0.8, "--fps", 5, frames, frames);
        assertEquals(0, outcome.exit(), outcome.err());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(2, lines.stream().filter(frames.toString()::equals).count());
        assertEquals(frames.toString(), lines.getFirst());
        assertTrue(lines.get(1).matches(" +0\\.0 \u2013 \\d\\.\\d s +\\d+\\.\\d %  class [012]"), lines.get(1));
        assertEquals(lines.subList(0, lines.size() / 2), lines.subList(lines.size() / 2, lines.size()));
    }

    private static WindowClassifier.Window window(double from, double to, int best, float probability) {
        float[] probabilities = new float[2];
        probabilities[best] = probability;
        probabilities[1 - best] = 1 - probability;
        return new WindowClassifier.Window(Math.round(from * 1e9), Math.round(to * 1e9), probabilities, probabilities,
                List.of("left", "right"));
    }

    /** With the mean of their probabilities. */
    @Test
    void equalNeighboursAreOneLine() {
        StringWriter text = new StringWriter();
        Timeline timeline = new Timeline(new PrintWriter(text), "v", 8.5, false, 1);
        timeline.add(window(0, 3, 0, 0.75f));
        timeline.add(window(2, 5, 0, 0.875f));
        timeline.add(window(4, 7, 1, 0.625f));
        timeline.add(window(6, 9, 0, 1f));
        timeline.end();
        assertEquals(List.of("v", "      0.0 \u2013 5.0 s   81.3 %  left", "      4.0 \u2013 7.0 s   62.5 %  right",
                "      6.0 \u2013 8.5 s  100.0 %  left"), text.toString().lines().toList());
    }

    @Test
    void aRateThatNothingSaysIsGuessedAloud() {
        Outcome outcome = tsm("classify", "--weights", weights, "--window", 1, frames);
        assertEquals(0, outcome.exit());
        assertEquals("tsm: " + frames + " does not say its frames a second; assumed: 30; --fps sets it",
                outcome.err().strip());
    }

    /** Of several videos, the others still have their timelines. */
    @Test
    void oneBadFileIsReportedAndTheRestGoOn() {
        Outcome outcome = tsm("classify", "--weights", weights, "--window", 1, "--fps", 5, folder.resolve("absent.mp4"),
                frames);
        assertEquals(2, outcome.exit());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.out().startsWith(frames.toString()), outcome.out());
        assertFalse(outcome.out().contains("absent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--every 1", "--fps 5", "--window 0", "--window -1", "--window NaN", "--window 1e6",
            "--window 1 --every 0",
        "--window 1 --fps 0", "--window 1 --crops 3", "--window 1 --clips dense", "--window 1 --setting accurate",
        "--window 1 --full-resolution"})
    void badUsageExitsWith2AndSaysWhy(String options) {
        Outcome outcome = tsm((Object[]) ("classify " + options + " ../testdata/swipe-left.gif").split(" "));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: --"), outcome.err());
    }
}
