package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.Answer;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tsm watch}: what it prints is what the library says of the frames, at their times. */
class WatchTest {

    private static final Path GIF = Path.of("..", "testdata", "swipe-left.gif");
    private static final MobileNetV2Backbone BACKBONE = MobileNetV2Backbone.mit(0.35);
    private static final Map<String, String> PAST = Map.of("segments", "4", "shift_div", "8", "shift_direction", "past",
            "size", "32");

    @TempDir
    private Path folder;

    private Path weights;
    private Path frames;

    @BeforeEach
    void writeInputs() throws IOException {
        weights = Inputs.weights(folder.resolve("past.safetensors"), NetworkConfig.online(BACKBONE, 4, 3), PAST);
        frames = Inputs.frames(folder);
    }

    private static JsonObject json(String line) {
        return JsonParser.parseString(line).getAsJsonObject();
    }

    /** Each frame of the GIF is one that the network sees: it has fewer a second than the network takes. */
    @ParameterizedTest
    @ValueSource(strings = {"usual", "none"})
    void framesAndChangesAreThoseOfTheLibrary(String smoothing) throws Exception {
        Outcome objects = tsm("watch", "--json", "--top", 2, "--smoothing", smoothing, "--rate", 20, GIF);
        Outcome text = tsm("watch", "--smoothing", smoothing, "--rate", 20, GIF);
        assertEquals("", objects.err() + text.err());
        assertEquals(0, objects.exit() + text.exit());
        List<String> lines = objects.out().lines().toList();
        List<String> changes = text.out().lines().toList();
        PretrainedNetwork model = PretrainedNetwork.gestures();
        StreamingClassifier.Stream stream = new StreamingClassifier(model,
                StreamingClassifier.Settings.of(model).withRate(20)
                .withSmoothing(Smoothing.Named.find(smoothing).orElseThrow().smoothing())).open();
        try (Video video = Video.open(GIF, Decoder.JAVA)) {
            double fps = video.frameRate().orElseThrow();
            assertEquals(video.frameCount(), lines.size());
            int line = 0;
            for (int i = 0; i < lines.size(); i++) {
                Image picture = video.frames(i).getFirst();
                Answer answer = stream.next(picture);
                JsonObject object = json(lines.get(i));
                assertEquals(i / fps, object.get("time").getAsDouble(), 0.001);
                JsonObject decision = object.getAsJsonObject("decision");
                assertEquals(answer.decided().label(), decision.get("label").getAsString());
                assertEquals(answer.decided().index(), decision.get("index").getAsInt());
                assertEquals(answer.decided().probability(), decision.get("probability").getAsFloat());
                assertEquals(answer.changed(), object.get("changed").getAsBoolean());
                assertEquals(2, object.getAsJsonArray("top").size());
                assertEquals(answer.best().logit(),
                        object.getAsJsonArray("top").get(0).getAsJsonObject().get("logit").getAsFloat());
                if (i == 0 || answer.changed()) {
                    assertTrue(changes.get(line).matches(" +%.2f s +\\d+\\.\\d %%  %s".formatted(i / fps,
                            answer.decided().label())), changes.get(line));
                    line++;
                }
            }
            assertEquals(changes.size(), line);
        }
    }

    @Test
    void framesAreSeenAtTheNetworksRate() {
        Outcome outcome = tsm("watch", "--weights", weights, "--json", "--fps", 20, "--rate", 10, frames);
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals("", outcome.err());
        assertEquals(List.of(0.0, 0.1, 0.2),
                outcome.out().lines().map(line -> json(line).get("time").getAsDouble()).toList());
        assertEquals(6, tsm("watch", "--weights", weights, "--json", "--fps", 5, frames).out().lines().count());
    }

    @Test
    void aRateThatNothingSaysIsGuessedAloud() {
        Outcome outcome = tsm("watch", "--weights", weights, "--json", frames);
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals("tsm: " + frames + " does not say its frames a second; assumed: 30; --fps sets it",
                outcome.err().strip());
        assertEquals(List.of(0.0, 0.067, 0.133),
                outcome.out().lines().map(line -> json(line).get("time").getAsDouble()).toList());
    }

    /** Without names, 27 classes are taken for those that the rules know. */
    @Test
    void theRulesOfTheDemo() throws IOException {
        Path jester = Inputs.weights(folder.resolve("jester.safetensors"), NetworkConfig.online(BACKBONE, 4, 27), PAST);
        Outcome outcome = tsm("watch", "--weights", jester, "--smoothing", "demo", "--json", "--fps", 5, frames);
        assertEquals(0, outcome.exit(), outcome.err());
        assertTrue(outcome.out().lines().map(line -> json(line).getAsJsonObject("decision").get("index").getAsInt())
                .noneMatch(Set.of(0, 3, 7, 8, 21, 22)::contains), outcome.out());
        assertEquals(6, outcome.out().lines().count());
        for (Outcome refused : List.of(tsm("watch", "--smoothing", "demo", GIF),
                tsm("watch", "--smoothing", "demo", "--weights", weights, frames))) {
            assertEquals(2, refused.exit());
            assertEquals(1, refused.err().lines().count(), refused.err());
            assertTrue(refused.err().contains("27 classes of Jester"), refused.err());
        }
    }

    @Test
    void aNetworkThatLooksAheadIsSentToWindows() throws IOException {
        Path both = Inputs.weights(folder.resolve("both.safetensors"), NetworkConfig.tsm(BACKBONE, 4, 3),
                Map.of("segments", "4", "shift_div", "8", "shift_direction", "both"));
        Outcome outcome = tsm("watch", "--weights", both, frames);
        assertEquals(2, outcome.exit());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: " + both) && outcome.err().contains("classify --window"),
                outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--smoothing often", "--rate 0", "--rate NaN", "--rate 1e9", "--fps 0", "--fps -3",
            "--fps Infinity",
        "--top 0", "--weights absent.pth", "absent.mp4", "--decoder magic", "--threads 0"})
    void badUsageExitsWith2AndSaysWhy(String options) {
        String line = "watch " + options + (options.startsWith("--") ? " " + GIF : "");
        Outcome outcome = tsm((Object[]) line.split(" "));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: "), outcome.err());
    }
}
