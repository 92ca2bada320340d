package io.github.tsmjava.bench.workload;

import io.github.tsmjava.tensor.ops.ConvSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line of a {@code .shapes} file: a convolution of a network.
 *
 * @param repeat how many layers of the network have this shape
 */
public record LayerShape(String name, int repeat, int inChannels, int inSize, int outChannels, int kernel,
        ConvSpec spec) {

    /** The layers of a network, as in {@code resnet50.shapes}. */
    public static List<LayerShape> ofNetwork(String network) {
        try (InputStream file = LayerShape.class.getResourceAsStream(network + ".shapes")) {
            if (file == null) {
                throw new IllegalArgumentException("no file " + network + ".shapes");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.startsWith("#")).map(LayerShape::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LayerShape parse(String line) {
        String[] fields = line.split(" ");
        int[] n = new int[fields.length];
        for (int i = 1; i < fields.length; i++) {
            n[i] = Integer.parseInt(fields[i]);
        }
        return new LayerShape(fields[0], n[1], n[2], n[3], n[4], n[5], ConvSpec.of(n[6], n[7], n[8]));
    }

    int outSize() {
        return spec.outputHeight(inSize, kernel);
    }

    /** Floating-point operations for one frame, a multiply-add being two. */
    double operations() {
        return 2.0 * outChannels * outSize() * outSize() * inChannels / spec.groups() * kernel * kernel;
    }
}
