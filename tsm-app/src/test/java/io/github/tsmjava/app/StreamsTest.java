package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.train.streams.StreamList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams as users type them: drawn, trained on, tested on. */
class StreamsTest {

    @TempDir
    private static Path folder;
    private static Path list;

    @BeforeAll
    static void draw() throws IOException {
        Path streams = folder.resolve("streams");
        Outcome outcome = tsm("gestures", "--stream", "--output", streams, "--minutes", "0.4", "--count", 2, "--fps", 10,
                "--size", 48, "--seed", 5, "--plain");
        assertEquals("", outcome.err());
        assertEquals("2 streams of 0.4 minutes written to " + streams, outcome.out().strip());
        list = streams.resolve("streams.csv");
        assertEquals(48, StreamList.read(list).seconds(), 1e-9);
    }

    @Test
    void saysWhatIsFoundAndWhen() throws IOException {
        Path json = folder.resolve("found.json");
        Outcome outcome = tsm("eval", "--stream", list, "--json", json);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.exit());
        assertTrue(outcome.out().contains("streams       0.8 minutes"), outcome.out());
        assertTrue(outcome.out().contains("false alarms  "), outcome.out());
        JsonObject object = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        int events = StreamList.read(list).streams().stream().mapToInt(stream -> stream.events().size()).sum();
        assertEquals(events, object.get("events").getAsInt());
        assertEquals(10, object.getAsJsonArray("classes").size());
        assertTrue(object.get("found").getAsInt() <= events);
        Outcome alone = tsm("eval", "--stream", list, "--smoothing", "none", "--rate", 5);
        assertEquals(0, alone.exit(), alone.err());
    }

    @Test
    void trainsOnStreamsBesideClips() throws IOException {
        Path clips = folder.resolve("clips");
        assertEquals(0, tsm("gestures", "--output", clips, "--count", 10, "--size", 48, "--frames", 8).exit());
        Path out = folder.resolve("out");
        Object[] command = {"train", "--tune-from", "gestures", "--train-list", clips.resolve("list.txt"), "--labels",
            clips.resolve("category.txt"), "--stream-list", list, "--stream-frames", 8, "--stream-batch", 1, "--epochs", 1,
            "-b", 5, "--lr", "0.001", "--partialbn", "--out", out};
        Outcome outcome = tsm(command);
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals(PretrainedNetwork.gestures().rate(), PretrainedNetwork.load(out.resolve("checkpoint.safetensors")).rate());
    }

    /** Without streams, too, a file can say how many frames a second its network wants. */
    @Test
    void aRateIsWrittenIntoTheFile() throws IOException {
        Path clips = folder.resolve("clips-of-a-rate");
        assertEquals(0, tsm("gestures", "--output", clips, "--count", 10, "--size", 48, "--frames", 8).exit());
        Path out = folder.resolve("rated");
        Outcome outcome = tsm("train", "--tune-from", "gestures", "--train-list", clips.resolve("list.txt"), "--labels",
                clips.resolve("category.txt"), "--epochs", 1, "-b", 10, "--partialbn", "--stream-rate", 4.5, "--out", out);
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals(4.5, PretrainedNetwork.load(out.resolve("checkpoint.safetensors")).rate());
    }

    @Test
    void clipsBecomeStreamsToTestOn() throws IOException {
        Path clips = folder.resolve("clips-to-stream");
        assertEquals(0, tsm("gestures", "--output", clips, "--count", 10, "--size", 48, "--frames", 8).exit());
        Path streams = folder.resolve("clip-streams");
        Outcome outcome = tsm("prepare", "streams", "--list", clips.resolve("list.txt"), "--labels",
                clips.resolve("category.txt"), "--output", streams, "--clips", 6, "--fps", 8);
        assertEquals("", outcome.err());
        assertEquals("2 streams of 10 clips written to " + streams, outcome.out().strip());
        StreamList made = StreamList.read(streams.resolve("streams.csv"));
        assertEquals(9, made.streams().stream().mapToInt(stream -> stream.events().size()).sum());
        Outcome tested = tsm("eval", "--stream", made.file());
        assertEquals(0, tested.exit(), tested.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "gestures --output NEW --fps 10|--minutes, --fps: expected with --stream",
        "gestures --output NEW --stream --frames 8|--frames, --validation, --only, --format: expected without --stream",
        "gestures --output NEW --stream --minutes 0|--minutes: expected",
        "gestures --output NEW --stream --fps 1000|--fps: expected",
        "prepare streams --list CLIPS --labels jester --output NEW --fps 1|--fps: expected frames a second from 2 to 240, found 1",
        "prepare streams --list CLIPS --labels jester --output NEW --seconds 0.7|--seconds: expected seconds of a clip from 0.8 to 60.0, found 0.7",
        "prepare streams --list CLIPS --labels jester --output NEW --clips 0|--clips: expected 1 to 99999, found 0",
        "prepare streams --list CLIPS --output NEW|--labels",
        "prepare streams --list CLIPS --root NEW --labels jester --output NEW|2 of 2 clips are not in",
        "eval --rate 10 --list L|--smoothing, --rate: expected with --stream",
        "eval --stream LIST --smoothing some|expected one of [USUAL, DEMO, NONE]",
        "eval --stream LIST --smoothing demo|expected the 27 classes of Jester",
        "eval --stream LIST --rate 0|--rate: expected",
        "eval --stream LIST --list L|--stream: expected one --weights and no --list",
        "eval --stream LIST --csv f.csv|expected without --stream",
        "eval --stream LIST --scores f.json|--scores, --recipe: expected without --stream",
        "eval --stream NEW/streams.csv|no such file",
        "eval --stream LIST --weights TSM|--stream: expected a network with one of the classes",
        "train --train-list CLIPS --arch mobilenetv2 --out NEW -b 1 --stream-frames 16|expected with --stream-list",
        "train --train-list CLIPS --arch mobilenetv2 --out NEW -b 1 --stream-rate 0|--stream-rate: expected above 0",
        "demo --rate -1|--rate: expected above 0",
        "train --train-list CLIPS --arch mobilenetv2 --out NEW -b 1 --stream-list LIST|trained with --online",
        "train --train-list CLIPS --arch mobilenetv2 --online --out NEW -b 1 --stream-list LIST|expected --labels with one of"})
    void badUsageExitsWith2AndSaysWhy(String arguments, String expected) throws IOException {
        Path weights = folder.resolve("weights.safetensors");
        if (Files.notExists(weights)) {
            Inputs.weights(weights, NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 4, 3),
                    Map.of("segments", "4", "shift_div", "8", "shift_direction", "past"));
            Inputs.frames(folder);
        }
        Path clips = Files.writeString(folder.resolve("list.txt"), "frames 6 0\nframes 5 1\n");
        String line = arguments.replace("NEW", folder.resolve("new").toString()).replace("LIST", list.toString())
                .replace("TSM", weights.toString()).replace("CLIPS", clips.toString());
        Outcome outcome = tsm((Object[]) line.split(" "));
        assertEquals(2, outcome.exit(), outcome.err());
        assertTrue(outcome.err().contains(expected), outcome.err());
    }
}
