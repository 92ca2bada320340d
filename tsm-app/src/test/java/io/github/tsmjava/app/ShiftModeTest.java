package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which way a network shifts, from every command that loads one. */
class ShiftModeTest {

    private static final NetworkConfig TSM = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 4, 3);

    @TempDir
    private Path folder;

    private Path input;
    private Path output;
    private Tensor clip;

    @BeforeEach
    void writeInput() throws IOException {
        clip = Tensor.zeros(1, 12, 32, 32);
        Random random = new Random(5);
        for (int i = 0; i < clip.size(); i++) {
            clip.data()[i] = (float) random.nextGaussian();
        }
        input = folder.resolve("in.npy");
        output = folder.resolve("out.npy");
        Npy.write(input, clip);
    }

    private Path silent() throws IOException {
        return Inputs.weights(folder.resolve("silent.safetensors"), TSM, Map.of());
    }

    private Path saved(String name, NetworkConfig config) throws IOException {
        Path file = folder.resolve(name);
        PretrainedNetwork.of(config.build(Inputs.SEED), Flavour.MIT, List.of("a", "b", "c"), 32).save(file);
        return file;
    }

    private static NetworkConfig with(Shift shift) {
        return TSM.withShifting(TSM.shifting().withShift(shift));
    }

    @ParameterizedTest
    @EnumSource(ShiftMode.class)
    void theUserSaysWhatTheFileDoesNot(ShiftMode mode) throws IOException {
        Outcome outcome = tsm("logits", "--weights", silent(), "--shift-mode", mode, "--shift-div", mode.usualDiv(),
                "--input", input, "--output", output);
        assertEquals("", outcome.err());
        assertArrayEquals(with(mode.shift(null)).build(Inputs.SEED).forward(clip).data(), Npy.read(output).data(),
                1e-5f);

        Path converted = folder.resolve("converted.pth");
        tsm("convert", silent(), converted, "--segments", 4, "--shift-div", mode.usualDiv(), "--shift-mode", mode);
        assertEquals(with(mode.shift(null)), PretrainedNetwork.load(converted).network().config());
        assertTrue(tsm("inspect", converted).out().contains("blockres, " + mode + ": 1/" + mode.usualDiv()));
    }

    @Test
    void whatIsAssumedIsSaidInOneLine() throws IOException {
        Path silent = silent();
        Outcome outcome = tsm("classify", "--weights", silent, "--size", 32, Inputs.frames(folder));
        assertEquals("tsm: " + silent + " does not say its segments and shift; assumed: 8 segments, 1/8 of the "
                + "channels, bidirectional; --segments, --shift-div and --shift-mode set them", outcome.err().strip());
        assertEquals("", tsm("classify", "--weights", silent, "--size", 32, "--segments", 8, "--shift-div", 8,
                "--shift-mode", "bidirectional", folder.resolve("frames")).err());
        assertEquals("", tsm("classify", "--weights", saved("ours.pth", TSM), folder.resolve("frames")).err());
    }

    @Test
    void aFileOfTheOnlineDemoIsNotBidirectional() throws IOException {
        Path named = folder.resolve("named.pth");
        assertEquals(0,
                tsm("convert", saved("online.pth", with(Shift.unidirectional(8))), named, "--names", "demo").exit());
        Path raw = folder.resolve("raw.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(named)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (TensorInfo tensor : checkpoint.tensors()) {
                tensors.put(tensor.name(), checkpoint.tensor(tensor.name()));
            }
            Checkpoint.writeSafetensors(raw, tensors, Map.of());
        }
        Path frames = Inputs.frames(folder);
        Object[] line = {"classify", "--weights", raw, "--size", 32, "--segments", 4, "--shift-div", 8, frames,
                "--shift-mode"};
        assertEquals("", tsm(append(line, "online")).err());
        Outcome outcome = tsm(append(line, "bidirectional"));
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err()
                .contains("raw.safetensors has the online demo's names, whose networks see only the past"),
                outcome.err());
    }

    private static Object[] append(Object[] line, Object last) {
        Object[] longer = Arrays.copyOf(line, line.length + 1);
        longer[line.length] = last;
        return longer;
    }

    @Test
    void evaluationsFollowTheUserToo() throws IOException {
        Inputs.frames(folder);
        Path list = Files.writeString(folder.resolve("list.txt"), "frames 6 1\n");
        Path json = folder.resolve("scores.json");
        Object[] command = {"eval", "--weights", silent(), "--list", list, "--segments", 4, "--shift-div", 8, "--size",
                32,
            "--json", json, "--shift-mode"};
        String both = evaluate(command, json, "bidirectional");
        String online = evaluate(command, json, "online");
        assertFalse(both.equals(online));
        tsm("convert", silent(), folder.resolve("online.pth"), "--segments", 4, "--shift-div", 8, "--shift-mode",
                "online");
        assertEquals(0, tsm("eval", "--weights", folder.resolve("online.pth"), "--list", list, "--size", 32,
                "--json", json).exit());
        assertEquals(online, Files.readString(json));
    }

    private static String evaluate(Object[] command, Path json, String mode) throws IOException {
        Object[] whole = Arrays.copyOf(command, command.length + 1);
        whole[command.length] = mode;
        Outcome outcome = tsm(whole);
        assertEquals(0, outcome.exit(), outcome.err());
        assertEquals("", outcome.err());
        return Files.readString(json);
    }

    @Test
    void aNetworkKnownToLookAheadIsNotStreamed() throws IOException {
        Path both = saved("both.safetensors", TSM);
        Npy.write(input, clip.slice(0, 1).reshape(4, 3, 32, 32));
        for (Object[] command : new Object[][] {
            {"logits", "--weights", both, "--online", "--input", input, "--output", output},
            {"export", both, folder.resolve("stream.onnx"), "--online"}}) {
            Outcome outcome = tsm(command);
            assertEquals(2, outcome.exit(), outcome.err());
            assertTrue(outcome.err().startsWith("tsm: --online: " + both + " shifts bidirectional: "), outcome.err());
            assertEquals(1, outcome.err().lines().count());
        }
        assertFalse(Files.exists(output) || Files.exists(folder.resolve("stream.onnx")));
    }

    @Test
    void wholeBlocksAreStreamed() throws IOException {
        ResNetBackbone backbone = new ResNetBackbone(18);
        NetworkConfig config = NetworkConfig.tsn(backbone, 4, 3).withShifting(new Shifting(
                Shifting.Place.BLOCK, Shift.unidirectional(8), backbone.shiftedBlocks(Shifting.Place.BLOCK)));
        Tensor frames = clip.reshape(4, 3, 32, 32);
        Npy.write(input, frames);
        Outcome outcome = tsm("logits", "--weights", saved("block.safetensors", config), "--online",
                "--input", input, "--output", output);
        assertEquals("", outcome.err());
        StreamingNetwork stream = new StreamingNetwork(config.build(Inputs.SEED));
        for (int t = 0; t < 4; t++) {
            assertArrayEquals(stream.next(frames.slice(t, t + 1)).data(), Npy.read(output).slice(t, t + 1).data(),
                    1e-4f);
        }
    }

    @Test
    void onnxFilesHoldTheWholeOperator() throws IOException {
        Path file = folder.resolve("clips.onnx");
        assertEquals(0, tsm("export", saved("ring.pth", with(ShiftMode.CIRCULANT.shift(4))), file).exit());
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String key : List.of("shift_div", "shift_first", "shift_second", "shift_boundary", "circulant")) {
            assertTrue(text.contains(key), key);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "quarters, 8, expected a shift div of 4",
        "sideways, 8, --shift-mode",
        "online, 1, --shift-div"
    })
    void whatCannotBeIsRefused(String mode, int div, String expected) throws IOException {
        Outcome outcome = tsm("inspect", silent());
        assertEquals(0, outcome.exit());
        outcome = tsm("convert", silent(), folder.resolve("x.pth"), "--shift-mode", mode, "--shift-div", div);
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains(expected), outcome.err());
        assertEquals(1, outcome.err().lines().count());
    }
}
