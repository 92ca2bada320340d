package io.github.tsmjava.models.onnx;

import static io.github.tsmjava.models.onnx.OnnxGraph.ANY;
import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.io.ProtoMessage;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.models.onnx.OnnxGraph.Operand;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.video.transform.Preprocessing.Normalization;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes networks as ONNX (opset 13), for runtimes other than this one.
 *
 * <p>The shift becomes slices, zero padding and a concatenation; batch norm is folded into the convolution in front of
 * it, in double precision. T and the frame size are fixed in the file, since the shift and the pools depend on them.
 */
public final class OnnxExport {

    /** What the exported network takes. */
    public enum Input {
        /**
         * Whole clips: {@code clips} [N, T·C, H, W], frame after frame, to {@code logits} [N, K]. N is open, so that
         * the views of a video can run together.
         */
        CLIPS,
        /**
         * The next frame of one stream: {@code i0} [1, C, H, W] and a buffer {@code i1}, {@code i2}, … for each layer
         * that is shifted, to the logits {@code o0} [1, K] and the buffers {@code o1}, {@code o2}, … for the next
         * frame. Buffers start as zeros. All shapes are fixed.
         */
        STREAM
    }

    /** The most that a message of Protocol Buffers may hold. */
    private static final long LARGEST_FILE = Integer.MAX_VALUE;

    private OnnxExport() {
    }

    /**
     * Writes a network with all that its file told: configuration, labels, and the mean and standard deviation of its
     * preprocessing go into the metadata.
     *
     * @see #write(Path, TsmNetwork, Input, int, Map)
     */
    public static void write(Path file, PretrainedNetwork model, Input input, int size) throws IOException {
        Normalization normalization = Normalization.of(model.flavour(), model.network().config().modality());
        Map<String, String> metadata = new TreeMap<>(model.metadata());
        metadata.put("mean", joined(normalization.mean()));
        metadata.put("std", joined(normalization.std()));
        metadata.put("pixels", normalization.toUnit() ? "0 to 1" : "0 to 255");
        write(file, model.network(), input, size, metadata);
    }

    /**
     * Writes a network. Equal arguments give equal bytes; the file appears whole or not at all.
     *
     * @param size     H and W, the side of a frame in pixels
     * @param metadata text about the network; the frame size is added
     * @throws IllegalArgumentException if a stream is asked for and the network looks ahead
     * @throws io.github.tsmjava.tensor.ShapeException if frames of that size do not fit the network
     * @throws IOException if the file cannot be written, or would exceed the 2 GiB that the format allows
     */
    public static void write(Path file, TsmNetwork network, Input input, int size, Map<String, String> metadata)
            throws IOException {
        require(size >= 1, "the side of a frame must be at least 1 pixel, got %d", size);
        Map<String, String> entries = new TreeMap<>(metadata);
        entries.put("size", Integer.toString(size));
        OnnxGraph onnx = new OnnxGraph();
        String description = switch (input) {
            case CLIPS -> addClips(onnx, network, size);
            case STREAM -> addStream(onnx, network, size);
        };
        write(file, onnx.model(description, entries));
    }

    static void write(Path file, ProtoMessage model) throws IOException {
        if (model.size() > LARGEST_FILE) {
            throw new FileSystemException(file.toString(), null,
                    "an ONNX file holds at most %d bytes, the network needs %d".formatted(LARGEST_FILE, model.size()));
        }
        AtomicFile.write(file, model::writeTo);
    }

    private static String addClips(OnnxGraph onnx, TsmNetwork network, int size) {
        NetworkConfig config = network.config();
        int channels = config.channels();
        ClipWriter writer = new ClipWriter(onnx);
        Operand clips = onnx.input("clips", ANY, config.segments() * channels, size, size);
        Operand frames = writer.reshape("frames", clips, ANY, channels, size, size);
        Operand logits = writer.write(Graph.of(network, 1, config.segments() * channels, size, size), frames);
        onnx.output("logits", logits, ANY, config.classes());
        return "%s. clips: [N, %d, %d, %d], %d frames of %d channels each, normalised. logits: [N, %d]".formatted(
                config.name(), config.segments() * channels, size, size, config.segments(), channels,
                config.classes());
    }

    private static String addStream(OnnxGraph onnx, TsmNetwork network, int size) {
        NetworkConfig config = network.config();
        if (!config.isStreamable()) {
            throw new IllegalArgumentException("the network looks at later frames and cannot be streamed");
        }
        StreamWriter writer = new StreamWriter(onnx);
        Operand frame = onnx.input("i0", 1, config.channels(), size, size);
        writer.writeWithOutputs(Graph.ofStream(network, 1, config.channels(), size, size), frame);
        return "%s, one frame of a stream at a time. i0: a frame [1, %d, %d, %d], normalised. o0: its logits [1, %d]. "
                .formatted(config.name(), config.channels(), size, size, config.classes())
                + "The other inputs, %d: zeros at first, then the outputs of the same number for the frame before"
                .formatted(writer.buffers());
    }

    private static String joined(List<Float> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
