package io.github.tsmjava.app;

import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** Command lines, and files for them to work on. */
public final class Inputs {

    /** Of the parameters of a network from {@link #weights}. */
    public static final long SEED = 3;

    private Inputs() {
    }

    /** What a command line gave. */
    public record Outcome(int exit, String out, String err) {
    }

    /** Runs a command line. */
    public static Outcome tsm(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
        int exit = Main.run(out, err, texts);
        return new Outcome(exit, out.toString(), err.toString());
    }

    /** A network with random parameters, as safetensors. */
    public static Path weights(Path file, NetworkConfig config, Map<String, String> metadata) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Parameter parameter : config.build(SEED).parameters()) {
            tensors.put(parameter.name(), parameter.tensor());
        }
        Checkpoint.writeSafetensors(file, tensors, metadata);
        return file;
    }

    /** A folder of six frames of noise. */
    public static Path frames(Path parent) throws IOException {
        return frames(Files.createDirectory(parent.resolve("frames")), "img_%05d.png");
    }

    /** Six frames of noise in a folder, with names of this pattern. */
    public static Path frames(Path frames, String name) throws IOException {
        Random random = new Random(7);
        for (int i = 1; i <= 6; i++) {
            BufferedImage image = new BufferedImage(60, 45, BufferedImage.TYPE_INT_RGB);
            for (int pixel = 0; pixel < 60 * 45; pixel++) {
                image.setRGB(pixel % 60, pixel / 60, random.nextInt(1 << 24));
            }
            ImageIO.write(image, "png", frames.resolve(name.formatted(i)).toFile());
        }
        return frames;
    }
}
