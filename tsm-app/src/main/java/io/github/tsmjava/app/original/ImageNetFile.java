package io.github.tsmjava.app.original;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file with a backbone's parameters from ImageNet, where PyTorch has put it when it downloaded it. Nothing is
 * downloaded here.
 */
public final class ImageNetFile {

    /** Where the original code has the one file that PyTorch does not download. */
    private static final Path MOBILENET = Path.of("pretrained", "mobilenet_v2.pth.tar");

    private ImageNetFile() {
    }

    /** @param backbone as in {@code resnet50} or {@code mobilenetv2} */
    public static Optional<Path> find(String backbone) throws IOException {
        if (backbone.equals("mobilenetv2") && Files.isRegularFile(MOBILENET)) {
            return Optional.of(MOBILENET);
        }
        String start = backbone.replace("mobilenetv2", "mobilenet_v2") + "-";
        for (Path folder : folders(System.getenv(), Path.of(System.getProperty("user.home")))) {
            Optional<Path> file = find(folder, start);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** Where today's and older versions of PyTorch keep what they download. */
    static List<Path> folders(Map<String, String> environment, Path home) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", home.resolve(".cache").toString());
        Path torch = Path.of(environment.getOrDefault("TORCH_HOME", Path.of(cache, "torch").toString()));
        return List.of(torch.resolve("hub/checkpoints"), torch.resolve("checkpoints"), home.resolve(".torch/models"));
    }

    /** The first file of the folder whose name has this start: the rest is a checksum. */
    static Optional<Path> find(Path folder, String start) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(start + "[0-9a-f]{8}\\.pth")).sorted()
                    .findFirst();
        }
    }
}
