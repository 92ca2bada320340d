package io.github.tsmjava.app;

import static io.github.tsmjava.app.Inputs.tsm;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.tsmjava.app.Inputs.Outcome;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.weights.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which frames an I3D sees through the commands: without options, those of its published forms. */
class NeighbouringFramesTest {

    private static final int FRAMES = 80;

    @TempDir
    static Path folder;

    private static Path weights;
    private static Path video;

    @BeforeAll
    static void make() throws IOException {
        weights = Inputs.weights(folder.resolve("i3d.safetensors"),
                NetworkConfig.tsn(new I3dBackbone(50, false), 32, 3), Map.of());
        video = Files.createDirectory(folder.resolve("video"));
        for (int i = 1; i <= FRAMES; i++) {
            BufferedImage image = new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i % 40, 7, 0xffffff);
            ImageIO.write(image, "png", video.resolve("img_%05d.png".formatted(i)).toFile());
        }
        Files.writeString(folder.resolve("list.txt"), "video 80 0\nvideo 80 1\n");
    }

    /**
     * 32 frames of every second one cover 63 of 80 and begin behind half of the other 17, at 8; 16 of every fourth cover
     * 61 and begin at 9; 16 of every second cover 31 and begin at 24. Spread over the video, the first of 32 parts of 2.5
     * frames has its middle at 1.25. Ten clips begin at ninths of 17: the second at 1.89, which is 2.
     */
    @ParameterizedTest
    @CsvSource({
        "'', 1, 32, 0, 8, 2",
        "--segments 16, 1, 16, 0, 9, 4",
        "--segments 16 --frame-interval 2, 1, 16, 0, 24, 2",
        "--setting accurate, 10, 32, 1, 2, 2",
        "--clips uniform, 1, 32, 0, 1, 2"})
    void classify(String options, int clips, int segments, int clip, int start, int interval) {
        Outcome outcome = tsm(args("classify --json --weights %s --size 16 %s".formatted(weights, options), video));
        assertEquals(0, outcome.exit(), outcome.err());
        int[][] indices = new Gson().fromJson(
                new Gson().fromJson(outcome.out(), JsonObject.class).get("indices"), int[][].class);
        assertEquals(clips, indices.length);
        assertEquals(segments, indices[clip].length);
        assertEquals(start, indices[clip][0]);
        if (!options.contains("uniform")) {
            assertArrayEquals(IntStream.range(0, segments).map(i -> (start + i * interval) % FRAMES).toArray(),
                    indices[clip]);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--frame-interval 0|--frame-interval: expected 1 to 1000, found 0",
        "--frame-interval 1001|--frame-interval: expected 1 to 1000, found 1001",
        "--frame-interval 2 --clips uniform|--frame-interval: expected with --clips middle or dense, found --clips uniform",
        "--frame-interval 2 --window 3|--window: expected without"})
    void badIntervals(String options, String expected) {
        Outcome outcome = tsm(args("classify " + options, video));
        assertEquals(2, outcome.exit());
        assertTrue(outcome.err().contains(expected), outcome.err());
    }

    @Test
    void inspectSaysIt() {
        Outcome outcome = tsm("inspect", "--json", weights);
        assertEquals(0, outcome.exit(), outcome.err());
        JsonObject summary = new Gson().fromJson(outcome.out(), JsonObject.class);
        assertEquals(32, summary.get("segments").getAsInt());
        assertEquals(2, summary.get("interval").getAsInt());
        assertEquals("mmaction2", summary.get("preprocessing").getAsString());
    }

    /** An I3D of 5 frames, as few as it takes, on clips of 64: every twelfth. A TSM if it is asked for neighbours. */
    @ParameterizedTest
    @CsvSource({"--arch i3d_resnet50 --segments 5, 12, MMACTION2", "--arch mobilenetv2 --width 0.35 --frame-interval 3, 3, MIT"})
    void train(String options, int interval, String flavour) throws IOException {
        Path out = folder.resolve("trained" + interval);
        Outcome outcome = tsm(args("train --train-list %s --size 16 --epochs 1 -b 2 --out %s %s"
                .formatted(folder.resolve("list.txt"), out, options)));
        assertEquals(0, outcome.exit(), outcome.err());
        try (Checkpoint checkpoint = Checkpoint.open(out.resolve("checkpoint.safetensors"))) {
            assertTrue(checkpoint.metadata().toString().contains("interval=%d, flavour=%s".formatted(interval, flavour)),
                    checkpoint.metadata().toString());
        }
        PretrainedNetwork trained = PretrainedNetwork.load(out.resolve("checkpoint.safetensors"));
        assertEquals(interval, trained.interval());
        assertEquals(flavour, trained.flavour().name());
    }

    private static Object[] args(String line, Object... more) {
        return Stream.concat(Arrays.stream(line.strip().split(" +")),
                Arrays.stream(more)).toArray();
    }
}
