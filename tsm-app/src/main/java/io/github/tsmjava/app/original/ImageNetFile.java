package io.github.tsmjava.app.original;

import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
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

    private ImageNetFile() {
    }

    /** @param backbone as in {@code resnet50} or {@code mobilenetv2} */
    public static Optional<Path> find(String backbone) throws IOException {
        Optional<Path> own = Architectures.KNOWN.named(backbone).map(Architecture::ownImageNetFile)
                .filter(Files::isRegularFile);
        if (own.isPresent()) {
            return own;
        }
        for (Path folder : folders(System.getenv(), home())) {
            Optional<Path> file = find(folder, backbone);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    /** The first of the folders in which files are looked for, as people write it. */
    public static String usualFolder() {
        Path folder = folders(System.getenv(), home()).getFirst();
        return folder.startsWith(home()) ? "~/" + home().relativize(folder) : folder.toString();
    }

    private static Path home() {
        return Path.of(System.getProperty("user.home"));
    }

    /** Where today's and older versions of PyTorch keep what they download. */
    static List<Path> folders(Map<String, String> environment, Path home) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", home.resolve(".cache").toString());
        Path torch = Path.of(environment.getOrDefault("TORCH_HOME", Path.of(cache, "torch").toString()));
        return List.of(torch.resolve("hub/checkpoints"), torch.resolve("checkpoints"), home.resolve(".torch/models"));
    }

    /** The backbone's file in a folder: that of the original code, else that of torchvision. */
    static Optional<Path> find(Path folder, String backbone) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.sorted().toList();
        }
        return patterns(backbone).stream().flatMap(pattern -> files.stream().filter(
                file -> file.getFileName().toString().matches(pattern))).findFirst();
    }

    /** None for a backbone that is not known. */
    private static List<String> patterns(String backbone) {
        return Architectures.KNOWN.named(backbone).map(kind -> kind.imageNetFiles(backbone)).orElse(List.of());
    }
}
