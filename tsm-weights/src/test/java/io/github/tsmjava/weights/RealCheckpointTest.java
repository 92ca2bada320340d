package io.github.tsmjava.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    void safetensorsKeepsEveryBit() throws IOException {
        Path copy = folder.resolve("copy.safetensors");
        try (Checkpoint legacy = open(LEGACY)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (TensorInfo tensor : legacy.tensors()) {
                tensors.put(tensor.name(), legacy.tensor(tensor.name()));
            }
            Checkpoint.writeSafetensors(copy, tensors, legacy.metadata());
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
}
