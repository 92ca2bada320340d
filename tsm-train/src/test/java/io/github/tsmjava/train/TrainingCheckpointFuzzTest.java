package io.github.tsmjava.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a checkpoint of a training, which can be written and read again, or are refused in one line. */
class TrainingCheckpointFuzzTest {

    @TempDir
    private Path folder;

    static Stream<byte[]> files() throws IOException {
        TsmNetwork network = NetworkConfig.tsm(
                new MobileNetV2Backbone(1, List.of(1, 1, 1, 1, 1, 1, 1), 1), 2, 2).build(1);
        Parameter first = network.parameters().getFirst();
        Path file = Files.createTempFile("tsm-fuzz", ".safetensors");
        try {
            new TrainingCheckpoint(file, PretrainedNetwork.of(network, Flavour.MIT, List.of("dark", "bright"), 32),
                    Map.of(first.name(), first.tensor()), new TrainingState(1, 2, 0.5), Map.of("seed", "7")).write();
            byte[] whole = Files.readAllBytes(file);
            String text = new String(whole, StandardCharsets.ISO_8859_1);
            // As older versions wrote it, so that the search gets past the checksum.
            String unchecked = text.replace("training.checksum", "training-checksum");
            return Stream.of(text, unchecked, unchecked.replace("0.5", "2.5"), unchecked.replace("bright", "b\\nght"),
                            unchecked.substring(0, unchecked.length() / 2))
                    .map(content -> content.getBytes(StandardCharsets.ISO_8859_1));
        } finally {
            Files.delete(file);
        }
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "1h")
    void checkpoint(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.safetensors"), bytes);
        TrainingCheckpoint checkpoint;
        try {
            checkpoint = TrainingCheckpoint.read(file);
        } catch (CheckpointException e) {
            assertTrue(e.getMessage().startsWith(file + ": ")
                    && e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
            return;
        }
        checkpoint.write();
        byte[] written = Files.readAllBytes(file);
        TrainingCheckpoint.read(file).write();
        assertArrayEquals(written, Files.readAllBytes(file));
    }
}
