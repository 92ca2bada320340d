package io.github.tsmjava.models.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.models.Shared;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names in files that PyTorch 1.13 wrote. */
class RealNamesTest {

    private static final Path LEGACY = Path.of("models/tsm_mbv2_utd27.pth.tar");

    @TempDir
    Path folder;

    private static Checkpoint open(Path relative) throws IOException {
        return Checkpoint.open(Shared.path(relative.toString()));
    }

    @Test
    void namesAreThoseOfTheGoldenNetwork() throws IOException {
        try (Checkpoint legacy = open(LEGACY)) {
            KeyMap map = KeyMap.of(legacy.tensors(), Architectures.KNOWN);
            assertEquals(KeyFamily.MIT, map.family());
            assertEquals(List.of(), map.unknown());
            assertEquals(GoldenNames.stateDict("tsm_mobilenetv2_8f_224").stream().map(TensorInfo::name).toList(),
                    List.copyOf(map.toFileNames().keySet()));
            assertEquals("module.new_fc.bias", map.toFileNames().get("new_fc.bias"));
        }
    }

    @Test
    void exportsUnderOtherNamesHoldTheSameTensors() throws IOException {
        try (Checkpoint legacy = open(LEGACY)) {
            Map<String, String> toFileNames = KeyMap.of(legacy.tensors(), Architectures.KNOWN).toFileNames();
            for (KeyFamily family : List.of(KeyFamily.MIT, KeyFamily.MMACTION2, KeyFamily.ONLINE_DEMO)) {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (Map.Entry<String, String> name : KeyMapTest.rename(family, toFileNames.keySet()).entrySet()) {
                    tensors.put(name.getValue(), legacy.tensor(toFileNames.get(name.getKey())));
                }
                Path export = folder.resolve(family + ".safetensors");
                Checkpoint.writeSafetensors(export, tensors, Map.of());
                try (Checkpoint again = Checkpoint.open(export)) {
                    KeyMap map = KeyMap.of(again.tensors(), Architectures.KNOWN);
                    assertEquals(family, map.family());
                    assertEquals(toFileNames.keySet(), map.toFileNames().keySet());
                    for (Map.Entry<String, String> name : map.toFileNames().entrySet()) {
                        assertArrayEquals(legacy.tensor(toFileNames.get(name.getKey())).data(),
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
                KeyMap map = KeyMap.of(checkpoint.tensors(), Architectures.KNOWN);
                assertEquals(KeyFamily.MIT, map.family());
                assertEquals(314, map.toFileNames().size());
                assertTrue(checkpoint.tensor(map.toFileNames().get("new_fc.weight")).hasShape(27, 1280));
            }
        }
    }
}
