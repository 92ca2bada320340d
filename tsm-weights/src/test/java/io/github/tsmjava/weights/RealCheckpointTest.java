package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that PyTorch 1.13 wrote. */
class RealCheckpointTest {

    private static final Path LEGACY = Path.of("models/tsm_mbv2_utd27.pth.tar");
    private static final Path ZIP = Path.of("models/tsm_mbv2_utd27_zip.pth");

    @TempDir
    Path folder;

    private static Checkpoint open(Path relative) throws IOException {
        return Checkpoint.open(Shared.file(relative.toString()));
    }

    @Test
    void bothFormatsHoldTheSameTensors() throws IOException {
        try (Checkpoint legacy = open(LEGACY); Checkpoint zip = open(ZIP)) {
            assertEquals(Checkpoint.Format.PYTORCH_LEGACY, legacy.format());
            assertEquals(Checkpoint.Format.PYTORCH_ZIP, zip.format());
            assertEquals(314, legacy.tensors().size());
            assertEquals(legacy.tensors(), zip.tensors());
            for (TensorInfo tensor : legacy.tensors()) {
                assertArrayEquals(legacy.tensor(tensor.name()).data(), zip.tensor(tensor.name()).data(), tensor.name());
            }
        }
    }

    @Test
    void scalarsBesideTheStateDictAreMetadata() throws IOException {
        try (Checkpoint legacy = open(LEGACY)) {
            assertEquals("mobilenetv2", legacy.metadata().get("arch"));
            assertEquals("25", legacy.metadata().get("epoch"));
            assertEquals(0.83, Double.parseDouble(legacy.metadata().get("best_prec1")) / 100, 0.01);
            assertEquals(3, legacy.metadata().size());
        }
    }

    @Test
    void namesAreThoseOfTheGoldenNetwork() throws IOException {
        try (Checkpoint legacy = open(LEGACY)) {
            KeyMap map = KeyMap.of(legacy.tensors());
            assertEquals(KeyFamily.MIT, map.family());
            assertEquals(List.of(), map.unknown());
            assertEquals(Shared.stateDict("tsm_mobilenetv2_8f_224").stream().map(TensorInfo::name).toList(),
                    List.copyOf(map.toOriginal().keySet()));
            assertEquals("module.new_fc.bias", map.toOriginal().get("new_fc.bias"));
        }
    }

    @Test
    void safetensorsKeepsEveryBit() throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        try (Checkpoint legacy = open(LEGACY)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (TensorInfo tensor : legacy.tensors()) {
                tensors.put(tensor.name(), legacy.tensor(tensor.name()));
            }
            Safetensors.write(copy, tensors, legacy.metadata());
            try (Checkpoint again = Checkpoint.open(copy)) {
                assertEquals(Checkpoint.Format.SAFETENSORS, again.format());
                assertEquals(legacy.metadata(), again.metadata());
                assertEquals(tensors.keySet(), new HashSet<>(again.tensors().stream().map(TensorInfo::name).toList()));
                for (TensorInfo tensor : again.tensors()) {
                    assertArrayEquals(tensors.get(tensor.name()).data(), again.tensor(tensor.name()).data());
                }
            }
        }
    }

    @Test
    void exportsUnderOtherNamesHoldTheSameTensors() throws IOException {
        try (Checkpoint legacy = open(LEGACY)) {
            Map<String, String> toOriginal = KeyMap.of(legacy.tensors()).toOriginal();
            for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.MMACTION2, KeyFamily.ONLINE_DEMO)) {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (Map.Entry<String, String> name : KeyMap.rename(family, toOriginal.keySet()).entrySet()) {
                    tensors.put(name.getValue(), legacy.tensor(toOriginal.get(name.getKey())));
                }
                Path export = folder.resolve(family + ".safetensors");
                Safetensors.write(export, tensors, Map.of());
                try (Checkpoint again = Checkpoint.open(export)) {
                    KeyMap map = KeyMap.of(again.tensors());
                    assertEquals(family, map.family());
                    assertEquals(toOriginal.keySet(), map.toOriginal().keySet());
                    for (Map.Entry<String, String> name : map.toOriginal().entrySet()) {
                        assertArrayEquals(legacy.tensor(toOriginal.get(name.getKey())).data(),
                                again.tensor(name.getValue()).data(), name.getKey());
                    }
                }
            }
        }
    }

    @Test
    void twinAndImageNetFilesOpen() throws IOException {
        for (String name : List.of("models/tsn_mbv2_utd27.pth.tar", "models/mbv2_imagenet_init_utd27.pth.tar")) {
            try (Checkpoint checkpoint = open(Path.of(name))) {
                KeyMap map = KeyMap.of(checkpoint.tensors());
                assertEquals(KeyFamily.MIT, map.family());
                assertEquals(314, map.toOriginal().size());
                assertTrue(checkpoint.tensor(map.toOriginal().get("new_fc.weight")).hasShape(27, 1280));
            }
        }
    }
}
