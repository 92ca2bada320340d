package io.github.tsmjava.app.original;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetFileTest {

    @TempDir
    private Path folder;

    @Test
    void theFileOfTheOriginalMobileNetComesFirst() throws IOException {
        assertEquals(Optional.empty(), ImageNetFile.find(folder, "mobilenetv2"));
        Path torchvision = Files.createFile(folder.resolve("mobilenet_v2-b0353104.pth"));
        assertEquals(Optional.of(torchvision), ImageNetFile.find(folder, "mobilenetv2"));
        Path original = Files.createFile(folder.resolve("mobilenetv2_1.0-f2a8633.pth.tar"));
        assertEquals(Optional.of(original), ImageNetFile.find(folder, "mobilenetv2"));
    }

    @Test
    void aResNetIsFoundByItsDepth() throws IOException {
        Files.createFile(folder.resolve("resnet50-mine.pth"));
        Files.createFile(folder.resolve("resnet101-5d3b4d8f.pth"));
        Path file = Files.createFile(folder.resolve("resnet50-19c8e357.pth"));
        assertEquals(Optional.of(file), ImageNetFile.find(folder, "resnet50"));
        assertEquals(Optional.empty(), ImageNetFile.find(folder.resolve("absent"), "resnet50"));
    }

    @Test
    void pyTorchsVariablesSayWhereItsFilesAre() {
        assertEquals(
                List.of(Path.of("/t/hub/checkpoints"), Path.of("/t/checkpoints"), Path.of("/home/me/.torch/models")),
                ImageNetFile.folders(Map.of("TORCH_HOME", "/t"), Path.of("/home/me")));
        assertEquals(Path.of("/c/torch/hub/checkpoints"),
                ImageNetFile.folders(Map.of("XDG_CACHE_HOME", "/c"), Path.of("/home/me")).getFirst());
    }
}
