package io.github.tsmjava.web.teach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.prepare.GifEncoder;
import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.web.clips.SentClip;
import io.github.tsmjava.web.live.Networks;
import io.github.tsmjava.web.server.Content;
import io.github.tsmjava.web.server.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeachApiTest {

    private static final Path TESTDATA = Path.of("").toAbsolutePath().getParent().resolve("testdata");
    private static final List<String> GESTURES = List.of("swipe-left", "zoom-in");

    @TempDir
    private Path folder;

    private TeachApi api(Networks networks) {
        return new TeachApi(new TeachSettings(folder.resolve("mine"), null, Decoder.JAVA, Teaching.Settings.USUAL.withSteps(8)),
                networks);
    }

    private static Networks networks() throws IOException {
        return new Networks(Map.of("gestures", PretrainedNetwork.gestures()));
    }

    private static JsonObject json(Content content) {
        return JsonParser.parseString(new String(content.bytes(), StandardCharsets.UTF_8)).getAsJsonObject();
    }

    private static JsonObject state(TeachApi api) {
        return json(api.find("teach/state").orElseThrow());
    }

    private static JsonObject send(TeachApi api, String path, String line, byte... bytes) throws RefusedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        all.writeBytes(bytes);
        return json(api.uploads().get("teach/" + path).take(all.toByteArray()));
    }

    private static String refused(TeachApi api, String path, String line, byte... bytes) {
        return assertThrows(RefusedException.class, () -> send(api, path, line, bytes)).getMessage();
    }

    private static int clips(JsonObject state, int gesture) {
        return state.getAsJsonArray("gestures").get(gesture).getAsJsonObject().getAsJsonArray("clips").size();
    }

    /** A clip of a gesture without its first pictures, since none is taken twice. */
    private static JsonObject addFile(TeachApi api, String gesture, int without) throws Exception {
        try (Video video = Video.open(TESTDATA.resolve(gesture + ".gif"), Decoder.JAVA)) {
            List<Image> pictures = video.frames(IntStream.range(without, video.frameCount()).toArray());
            return send(api, "file", "{\"gesture\": \"%s\", \"name\": \"a.gif\"}".formatted(gesture),
                    GifEncoder.encode(Video.of(pictures)));
        }
    }

    private TeachApi withExamples(Networks networks, int each) throws Exception {
        TeachApi api = api(networks);
        for (String gesture : GESTURES) {
            send(api, "gesture", "{\"gesture\": \"%s\"}".formatted(gesture));
            for (int i = 0; i < each; i++) {
                addFile(api, gesture, i);
            }
        }
        return api;
    }

    private static JsonObject learned(TeachApi api) throws InterruptedException {
        JsonObject state = state(api);
        while (state.has("learning")) {
            Thread.sleep(50);
            state = state(api);
        }
        return state;
    }

    @Test
    void gesturesAreAddedAndDeleted() throws Exception {
        TeachApi api = api(networks());
        assertTrue(Files.notExists(folder.resolve("mine")), "nothing is written before there is something");
        send(api, "gesture", "{\"gesture\": \" Händeklatschen 2 \"}");
        assertTrue(Files.isDirectory(folder.resolve("mine/examples/Händeklatschen 2")));
        assertEquals("there is a gesture händeklatschen 2 already",
                refused(api, "gesture", "{\"gesture\": \"händeklatschen 2\"}"));
        assertEquals(0, send(api, "delete", "{\"gesture\": \"Händeklatschen 2\"}").getAsJsonArray("gestures").size());
        assertEquals("there is no gesture of this name", refused(api, "delete", "{\"gesture\": \"..\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../up", "a/b", "a\\\\b", ".hidden", "a\\u0000b", "a\\nb", "-rf", "a.",
        "more letters than anybody wants to read on a page"})
    void namesThatAreNoNamesOfFoldersAreRefused(String name) throws Exception {
        TeachApi api = api(networks());
        assertEquals("expected a name of 1 to 40 letters, digits and spaces",
                refused(api, "gesture", "{\"gesture\": \"%s\"}".formatted(name)));
        assertEquals("there is no gesture of this name", refused(api, "pictures", "{\"gesture\": \"%s\"}".formatted(name),
                SentClip.bytes(List.of(Image.of(1, 1, new byte[3])), 15)));
    }

    @Test
    void recordingsAreKeptAndShown() throws Exception {
        TeachApi api = withExamples(networks(), 0);
        List<Image> pictures;
        try (Video video = Video.open(TESTDATA.resolve("shake.gif"), Decoder.JAVA)) {
            pictures = video.frames(IntStream.range(0, video.frameCount()).toArray());
        }
        JsonObject state = send(api, "pictures", "{\"gesture\": \"swipe-left\"}", SentClip.bytes(pictures, 15));
        assertEquals(1, clips(state, 0));
        String clip = state.getAsJsonArray("gestures").get(0).getAsJsonObject().getAsJsonArray("clips").get(0).getAsString();
        try (Video kept = Video.open(folder.resolve("mine/examples/swipe-left").resolve(clip), Decoder.JAVA)) {
            assertEquals(pictures.size(), kept.frameCount());
        }
        byte[] shown = api.find("teach/clip/" + clip).orElseThrow().bytes();
        assertEquals(Math.min(24, pictures.size()), shown[0]);
        assertEquals(0, clips(send(api, "delete", "{\"clip\": \"" + clip + "\"}"), 0));
        assertTrue(api.find("teach/clip/" + clip).isEmpty());
        assertTrue(api.find("teach/clip/../../x").isEmpty());
        // What is no gesture needs no name.
        assertEquals("no gesture", send(api, "pictures", "{\"gesture\": \"no gesture\"}", SentClip.bytes(pictures, 15))
                .getAsJsonArray("gestures").get(0).getAsJsonObject().get("name").getAsString());
    }

    @Test
    void noClipIsTakenTwice() throws Exception {
        TeachApi api = withExamples(networks(), 0);
        byte[] clip = Files.readAllBytes(TESTDATA.resolve(GESTURES.getFirst() + ".gif"));
        send(api, "file", "{\"gesture\": \"%s\", \"name\": \"a.gif\"}".formatted(GESTURES.getFirst()), clip);
        for (String gesture : GESTURES) {
            assertEquals("this clip is an example of %s already".formatted(GESTURES.getFirst()),
                    refused(api, "file", "{\"gesture\": \"%s\", \"name\": \"b.gif\"}".formatted(gesture), clip));
        }
        assertEquals(1, clips(state(api), 0));
        assertEquals(0, clips(state(api), 1));
    }

    @Test
    void whatIsLearnedIsKeptAndServed() throws Exception {
        Networks networks = networks();
        TeachApi api = withExamples(networks, 3);
        assertFalse(state(api).has("taught"));
        send(api, "learn", "{}");
        assertEquals("it is learning; wait until it is done, or stop it", refused(api, "learn", "{}"));
        assertEquals("it is learning; wait until it is done, or stop it",
                refused(api, "delete", "{\"gesture\": \"swipe-left\"}"));
        JsonObject taught = learned(api).getAsJsonObject("taught");
        assertEquals(1, taught.get("network").getAsInt());
        assertTrue(taught.get("current").getAsBoolean());
        JsonObject report = taught.getAsJsonObject("report");
        assertEquals(2, report.get("tested").getAsInt());
        assertFalse(report.get("later").getAsBoolean());

        byte[] saved = api.find("teach/network").orElseThrow().bytes();
        Path file = Files.write(folder.resolve("saved.safetensors"), saved);
        assertEquals(List.of("swipe-left", "zoom-in", "no gesture"), PretrainedNetwork.load(file).labels());

        // Another server on the same folder has it, too, and goes on from it.
        Networks others = networks();
        TeachApi again = api(others);
        assertEquals(taught, state(again).getAsJsonObject("taught"));
        addFile(again, "swipe-left", 3);
        assertFalse(state(again).getAsJsonObject("taught").get("current").getAsBoolean());
        send(again, "learn", "{\"goOn\": true}");
        JsonObject later = learned(again).getAsJsonObject("taught").getAsJsonObject("report");
        assertTrue(later.get("later").getAsBoolean());
        assertEquals(1, later.get("tested").getAsInt());
        assertEquals(7, later.getAsJsonArray("seen").size());
    }

    @Test
    void stoppedIsAsBefore() throws Exception {
        TeachApi api = withExamples(networks(), 3);
        send(api, "learn", "{}");
        send(api, "stop", "{}");
        JsonObject state = learned(api);
        assertEquals("stopped", state.get("message").getAsString());
        assertFalse(state.has("taught"));
        assertTrue(Files.notExists(folder.resolve("mine/taught.safetensors")));
    }

    @Test
    void whatCannotBeLearnedIsSaid() throws Exception {
        TeachApi api = api(networks());
        assertTrue(refused(api, "learn", "{}").contains("expected a folder with a folder of clips for each gesture"));
        send(api, "gesture", "{\"gesture\": \"swipe-left\"}");
        assertEquals("swipe-left has no examples yet: record one, or delete it", refused(api, "learn", "{}"));
        addFile(api, "swipe-left", 0);
        assertTrue(refused(api, "learn", "{}").endsWith("at least 2 gestures, found swipe-left"));
        assertEquals("a.gif: no video of a known kind",
                refused(api, "file", "{\"gesture\": \"swipe-left\", \"name\": \"a.gif\"}", (byte) 1).replaceAll(": .*",
                        ": no video of a known kind"));
        assertEquals(1, clips(state(api), 0));
    }

    @Test
    void examplesAreADataSet() throws Exception {
        TeachApi api = withExamples(networks(), 2);
        Path set = folder.resolve("set");
        try (ZipInputStream zip = new ZipInputStream(
                new ByteArrayInputStream(api.find("teach/examples").orElseThrow().bytes()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = set.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
        assertEquals(GESTURES, Files.readAllLines(set.resolve("category.txt")));
        List<VideoList.Entry> entries = VideoList.read(set.resolve("list.txt")).entries();
        assertEquals(List.of(0, 0, 1, 1), entries.stream().map(VideoList.Entry::label).toList());
        for (VideoList.Entry entry : entries) {
            try (Video video = Video.open(set.resolve(entry.path()), Decoder.JAVA)) {
                assertEquals(entry.frames(), video.frameCount());
            }
        }
    }

    /** Whatever is sent, it is refused in a line, and nothing changes. */
    @Test
    void anythingElseIsRefused() throws Exception {
        TeachApi api = withExamples(networks(), 1);
        JsonObject before = state(api);
        for (String path : api.uploads().keySet()) {
            Random random = new Random(path.hashCode());
            for (int i = 0; i < 200; i++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                String message = assertThrows(RefusedException.class, () -> api.uploads().get(path).take(bytes)).getMessage();
                assertFalse(message.isBlank() || message.contains("\n"), message);
            }
        }
        for (String line : List.of("[]", "null", "{}", "{\"gesture\": {}}", "{\"gesture\": null}", "{\"clip\": 1}")) {
            refused(api, "delete", line);
            refused(api, "pictures", line);
            refused(api, "file", line);
            refused(api, "gesture", line);
        }
        refused(api, "learn", "{\"mirror\": []}");
        assertEquals(before, state(api));
    }
}
