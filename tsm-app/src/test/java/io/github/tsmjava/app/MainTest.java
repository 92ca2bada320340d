package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines as users type them, on a small network and on frames made here. */
class MainTest {

    private static final int CLASSES = 3;
    private static final NetworkConfig CONFIG = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, CLASSES);

    @TempDir
    private Path folder;

    private Path weights;
    private Path frames;
    private Path labels;

    @BeforeEach
    void writeInputs() throws IOException {
        weights = save(CONFIG, "weights.safetensors",
                Map.of("segments", "4", "shift_div", "8", "shift_direction", "both"));
        labels = Files.writeString(folder.resolve("labels.txt"), "left\nright\nnothing\n");
        frames = Inputs.frames(folder);
    }

    private Path save(NetworkConfig config, String name, Map<String, String> metadata) throws IOException {
        return Inputs.weights(folder.resolve(name), config, metadata);
    }

    @Test
    void classifyPrintsTheBestClasses() {
        Outcome outcome = tsm("classify", "--weights", weights, "--labels", labels, "--size", 32, "--top", 2, frames);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.exit());
        List<String> lines = outcome.out().lines().toList();
        assertEquals(frames.toString(), lines.getFirst());
        assertEquals(3, lines.size());
        assertTrue(lines.get(1).matches(" +\\d+\\.\\d %  (left|right|nothing)"), lines.get(1));
    }

    @Test
    void classifyAsJson() {
        Outcome outcome = tsm("classify", "--weights", weights, "--size", 32, "--json", "--clips", "twice",
                "--crops", 3, "--threads", 1, frames);
        JsonObject json = JsonParser.parseString(outcome.out()).getAsJsonObject();
        assertEquals(1, outcome.out().lines().count());
        assertEquals(frames.toString(), json.get("path").getAsString());
        assertEquals(6, json.get("frames").getAsInt());
        assertEquals("[[0,2,3,5],[0,1,3,4]]", json.get("indices").toString());
        assertEquals(CLASSES, json.getAsJsonArray("top").size());
        double sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            JsonObject score = json.getAsJsonArray("top").get(i).getAsJsonObject();
            assertEquals("class " + score.get("index"), score.get("label").getAsString());
            assertTrue(score.has("logit"));
            sum += score.get("probability").getAsDouble();
        }
        assertEquals(1, sum, 1e-5);
        for (String part : List.of("decode", "preprocess", "network")) {
            assertTrue(json.getAsJsonObject("milliseconds").get(part).getAsDouble() >= 0);
        }
    }

    @Test
    void oneBadFileIsReportedAndTheRestGoOn() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.mp4"), "this is no video");
        Path absent = folder.resolve("absent.mp4");
        Outcome outcome = tsm("classify", "--weights", weights, "--size", 32, "--decoder", "java", broken, frames,
                absent);
        assertEquals(2, outcome.exit());
        assertTrue(outcome.out().startsWith(frames.toString()), outcome.out());
        List<String> errors = outcome.err().lines().toList();
        assertEquals(2, errors.size(), outcome.err());
        assertTrue(errors.get(0).contains("broken.mp4") && errors.get(1).contains("absent.mp4"), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "classify x.mp4", "classify --weights W", "classify --weights W --crops 2 F",
            "classify --weights W --top 0 F",
            "classify --weights W --size 0 F", "classify --weights W --threads 0 F",
            "classify --weights W --clips often F",
            "classify --weights absent.pth F", "classify --weights W --labels F F",
            "classify --weights W --segments 0 F",
            "classify --weights W --segments 4097 F", "inspect absent.pth", "inspect W --size 0", "convert W",
            "convert W .",
            "export W", "export W x.onnx --size 0", "export absent.pth x.onnx", "export W x.onnx --segments 0",
            "export W .", "logits --weights W --input absent.npy --output o.npy", "nonsense", "--nonsense"})
    void badUsageExitsWith2AndSaysWhy(String line) {
        Outcome outcome = tsm((Object[]) line.replace(" F", " " + frames).replace(" W", " " + weights).split(" "));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals("", outcome.out());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("tsm: "), outcome.err());
    }

    @Test
    void aNetworkThatSeesTheWholeClipIsNotStreamed() throws IOException {
        NetworkConfig pooled = NetworkConfig.tsn(new ResNetBackbone(18), 2, CLASSES).withTemporalPool();
        Npy.write(folder.resolve("in.npy"), noise(3, 3, 32, 32));
        Outcome outcome = tsm("logits", "--weights", save(pooled, "pooled.safetensors", Map.of()), "--online",
                "--input", folder.resolve("in.npy"), "--output", folder.resolve("out.npy"));
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "--version", "classify --help", "logits --help", "inspect --help", "convert --help",
            "export --help", "train --help", "eval --help", "zoo --help",
            "prepare --help", "prepare frames --help", "prepare labels --help", "prepare streams --help"})
    void helpGoesToStdout(String line) {
        Outcome outcome = tsm((Object[]) line.split(" "));
        assertEquals(0, outcome.exit());
        assertEquals("", outcome.err());
        assertFalse(outcome.out().isBlank());
    }

    @Test
    void logitsOfClipsInBothLayouts() throws IOException {
        Tensor clips = noise(2, 12, 32, 32);
        Path output = folder.resolve("out.npy");
        Npy.write(folder.resolve("in.npy"), clips);
        assertEquals(0,
                tsm("logits", "--weights", weights, "--input", folder.resolve("in.npy"), "--output", output).exit());
        float[] expected = CONFIG.build(Inputs.SEED).forward(clips).data();
        assertArrayEquals(expected, Npy.read(output).data(), 1e-5f);
        assertTrue(Npy.read(output).hasShape(2, CLASSES));

        Npy.write(folder.resolve("in.npy"), clips.reshape(2, 4, 3, 32, 32));
        assertEquals(0, tsm("logits", "--weights", weights, "--input", folder.resolve("in.npy"), "--output", output,
                "--threads", 3).exit());
        assertArrayEquals(expected, Npy.read(output).data(), 1e-5f);
    }

    @Test
    void theInputTellsTheSegmentsThatTheFileDoesNot() throws IOException {
        Path silent = save(CONFIG, "silent.safetensors", Map.of());
        Tensor clips = noise(1, 15, 32, 32);
        Path output = folder.resolve("out.npy");
        Npy.write(folder.resolve("in.npy"), clips);
        assertEquals(0,
                tsm("logits", "--weights", silent, "--input", folder.resolve("in.npy"), "--output", output).exit());
        assertArrayEquals(CONFIG.withSegments(5).build(Inputs.SEED).forward(clips).data(), Npy.read(output).data(),
                1e-5f);

        Outcome refused = tsm("logits", "--weights", weights, "--input", folder.resolve("in.npy"), "--output", output);
        assertEquals(2, refused.exit());
        assertTrue(refused.err().contains("12 channels") && refused.err().contains("15"), refused.err());
    }

    @Test
    void logitsOfAStream() throws IOException {
        TsmNetwork network = NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 4, CLASSES).build(Inputs.SEED);
        Tensor sequence = noise(3, 3, 32, 32);
        Path output = folder.resolve("out.npy");
        Npy.write(folder.resolve("in.npy"), sequence);
        assertEquals(0, tsm("logits", "--weights", weights, "--online", "--shift-mode", "online",
                "--input", folder.resolve("in.npy"), "--output", output).exit());
        Tensor logits = Npy.read(output);
        assertTrue(logits.hasShape(3, CLASSES));
        StreamingNetwork stream = new StreamingNetwork(network);
        for (int frame = 0; frame < 3; frame++) {
            assertArrayEquals(stream.next(sequence.slice(frame, frame + 1)).data(),
                    logits.slice(frame, frame + 1).data(), 1e-5f);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"converted.safetensors", "converted.pth"})
    void aConvertedFileIsEnoughToClassify(String name) {
        Path converted = folder.resolve(name);
        assertEquals(0, tsm("convert", weights, converted, "--labels", labels, "--segments", 3).exit());
        Outcome direct = tsm("classify", "--weights", weights, "--labels", labels, "--segments", 3, "--size", 32,
                frames);
        Outcome fromConverted = tsm("classify", "--weights", converted, "--size", 32, frames);
        assertEquals(0, fromConverted.exit(), fromConverted.err());
        assertEquals(direct.out(), fromConverted.out());
    }

    /** Half of the bytes, and nearly the same scores. */
    @ParameterizedTest
    @CsvSource({"float16, converted.safetensors, 1e-3", "bfloat16, converted.pth, 1e-2"})
    void aFileOfHalfTheSizeIsEnoughToClassify(String type, String name, float tolerance) throws IOException {
        Path whole = folder.resolve("whole-" + name);
        Path half = folder.resolve(name);
        assertEquals(0, tsm("convert", weights, whole).exit());
        assertEquals(0, tsm("convert", weights, half, "--dtype", type).exit());
        assertEquals(0.5, Files.size(half) / (double) Files.size(whole), 0.06);
        Tensor clip = Tensor.zeros(4, 3, 32, 32);
        Random random = new Random(1);
        for (int i = 0; i < clip.size(); i++) {
            clip.data()[i] = (float) random.nextGaussian();
        }
        float[] exact = PretrainedNetwork.load(whole).network().forward(clip).data();
        float[] rounded = PretrainedNetwork.load(half).network().forward(clip).data();
        assertArrayEquals(exact, rounded, tolerance);
        assertFalse(Arrays.equals(exact, rounded));
    }

    @Test
    void exportWritesClipsAndStreams() throws IOException {
        Path file = folder.resolve("clips.onnx");
        Outcome clips = tsm("export", weights, file, "--size", 32);
        assertEquals(0, clips.exit(), clips.err());
        assertEquals("tsm: wrote " + file + System.lineSeparator(), clips.err());
        assertTrue(text(file).contains("clips: [N, 12, 32, 32], 4 frames of 3 channels"));
        assertTrue(text(file).contains("0.485 0.456 0.406"));

        Path stream = folder.resolve("stream.onnx");
        Path silent = save(CONFIG, "silent.safetensors", Map.of());
        Outcome online = tsm("export", silent, stream, "--size", 32, "--online");
        assertEquals(0, online.exit(), online.err());
        assertTrue(online.err().contains("does not say that it was trained to see only the past"), online.err());
        assertTrue(text(stream).contains("one frame of a stream"));

        Path trained = save(CONFIG, "trained.safetensors", Map.of("shift_direction", "past"));
        assertEquals("tsm: wrote " + stream + System.lineSeparator(),
                tsm("export", trained, stream, "--size", 32, "--online").err());
        assertTrue(tsm("export", trained, file, "--size", 32).err().contains("assumed: 8 segments"));
    }

    @Test
    void whatSeesTheWholeClipIsNotExportedAsAStream() throws IOException {
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(18), 4, CLASSES).withTemporalPool();
        Path file = folder.resolve("stream.onnx");
        Outcome outcome = tsm("export", save(config, "pool.safetensors", Map.of("segments", "4")), file, "--online");
        assertEquals(2, outcome.exit(), outcome.err());
        assertEquals(1, outcome.err().lines().count());
        assertTrue(outcome.err().contains("pool.safetensors holds a temporal pool"), outcome.err());
        assertFalse(Files.exists(file));
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    @Test
    void inspectSaysWhatTheFileHolds() {
        String text = tsm("inspect", weights, "--size", 32).out();
        assertTrue(text.contains("TSM-mobilenetv2") && text.contains("features.3, features.5"), text);
        JsonObject json = JsonParser.parseString(tsm("inspect", weights, "--size", 32, "--json").out())
                .getAsJsonObject();
        assertEquals(CLASSES, json.get("classes").getAsInt());
        assertEquals("4", json.get("segments").getAsString());
        assertTrue(json.get("multiply_adds").getAsLong() > 0);
    }

    private static Tensor noise(int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        Random random = new Random(11);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) random.nextGaussian();
        }
        return tensor;
    }
}
