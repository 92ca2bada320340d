package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged checkpoints become a network that runs, or are refused with one line that names the file. */
class HostileCheckpointTest {

    private static final long SEED = 20190322;
    private static final int FLIPS = 300;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final NetworkConfig TINY = NetworkConfig.tsm(
            new MobileNetV2Backbone(8, List.of(8, 8, 8, 8, 8, 8, 8), 8), 2, 3);

    @TempDir
    private Path folder;

    private void expectLoadOrRefusal(Path file, String what) {
        try {
            PretrainedNetwork.load(file);
        } catch (IOException e) {
            assertTrue(e.getMessage().startsWith(file + ": "), what + ": " + e.getMessage());
            assertEquals(1, e.getMessage().lines().count(), what + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            fail(what, e);
        }
    }

    /** Changes one to four bytes among those from {@code from} to {@code to}. */
    private static byte[] flipped(byte[] bytes, int from, int to, Random random) {
        byte[] damaged = bytes.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            damaged[random.nextInt(from, to)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : TINY.build(SEED).parameters()) {
            tensors.put(parameter.name(), parameter.tensor());
        }
        return tensors;
    }

    /** What only a file says costs no gigabytes, and no message shows Java's words. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "segments=4096 | expected clips of at most 8388608 pixels, found 4096 segments of 224 x 224; the number of "
                + "segments can be set",
        "size=4000 | expected clips of at most 8388608 pixels, found 8 segments of 4000 x 4000; the number of segments "
                + "can be set",
        "flavour=sour | flavour: expected one of [mit, mmaction2, torchvision], found \"sour\"",
        "labels=one | expected 3 labels, one for each class of the network, found 1",
        "shift_first=1 | shift_second: expected a number from -1 to 1, found none",
        "non_local=none | non_local: expected one of [embedded_gaussian, gaussian, dot_product], found \"none\""})
    void metadataIsNotBelieved(String item, String expected) throws IOException {
        Path file = folder.resolve("said.safetensors");
        String[] said = item.split("=");
        Checkpoint.writeSafetensors(file, tensors(), Map.of(said[0], said[1]));
        assertEquals(file + ": " + expected, assertThrows(CheckpointException.class, () -> PretrainedNetwork.load(file)).getMessage());
    }

    @Test
    void flippedBytesOfSafetensors() throws IOException {
        Path file = folder.resolve("damaged.safetensors");
        Checkpoint.writeSafetensors(file, tensors(), Map.of("segments", "2", "labels", "a\nb\nc", "shift_direction", "both"));
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(SEED);
        assertTimeoutPreemptively(LIMIT, () -> {
            int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt();
            for (int flip = 0; flip < FLIPS; flip++) {
                int end = flip % 3 == 0 ? whole.length : Long.BYTES + header;
                Files.write(file, flipped(whole, 0, end, random));
                expectLoadOrRefusal(file, "flip " + flip);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tsm_mbv2_utd27.pth.tar", "tsm_mbv2_utd27_zip.pth"})
    void truncatedAndFlippedCheckpointsOfPytorch(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Shared.path("models/" + name));
        Path file = folder.resolve(name);
        Random random = new Random(SEED);
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int length = 1; length < whole.length; length *= 2) {
                Files.write(file, Arrays.copyOf(whole, length));
                expectLoadOrRefusal(file, "cut to " + length);
            }
            for (int flip = 0; flip < FLIPS / 5; flip++) {
                // The pickles are in front, a zip's directory is at the end.
                boolean front = flip % 3 != 0;
                int from = front ? 0 : whole.length - 40_000;
                Files.write(file, flipped(whole, from, from + 40_000, random));
                expectLoadOrRefusal(file, "flip " + flip);
            }
        });
    }

    /** Sound files of absurd networks: shapes and names that lie. */
    @Test
    void parametersThatDoNotBelongTogether() throws IOException {
        Path file = folder.resolve("absurd.safetensors");
        Random random = new Random(SEED);
        List<String> names = List.copyOf(tensors().keySet());
        for (int round = 0; round < FLIPS / 2; round++) {
            Map<String, Tensor> tensors = tensors();
            for (int change = random.nextInt(3); change >= 0; change--) {
                String name = names.get(random.nextInt(names.size()));
                int[] shape = tensors.containsKey(name) ? tensors.get(name).shape() : new int[] {1};
                switch (random.nextInt(4)) {
                    case 0 -> tensors.remove(name);
                    case 1 -> tensors.put(name, Tensor.zeros());
                    case 2 -> {
                        shape[random.nextInt(Math.max(1, shape.length))] = random.nextInt(20);
                        tensors.put(name, Tensor.zeros(shape));
                    }
                    default -> {
                        shape[0] = 0;
                        shape[shape.length - 1] = shape.length == 1 ? 0 : Integer.MAX_VALUE;
                        tensors.put(name, Tensor.zeros(shape));
                    }
                }
            }
            Checkpoint.writeSafetensors(file, tensors, Map.of("segments", "2"));
            expectLoadOrRefusal(file, "round " + round);
        }
    }

    /** Every channel count that may be zero is zero, and everything agrees. */
    @Test
    void aNetworkOfNothingIsRefused() throws IOException {
        Path file = folder.resolve("nothing.safetensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors().forEach((name, tensor) -> {
            int[] shape = tensor.shape();
            boolean stem = name.startsWith("base_model.features.0.0.");
            boolean classifier = name.startsWith("new_fc.");
            if (!(classifier && shape.length == 1)) {
                shape[stem || !classifier ? 0 : 1] = 0;
            }
            tensors.put(name, Tensor.zeros(shape));
        });
        Checkpoint.writeSafetensors(file, tensors, Map.of("segments", "2"));
        assertThrows(IOException.class, () -> PretrainedNetwork.load(file));
    }
}
