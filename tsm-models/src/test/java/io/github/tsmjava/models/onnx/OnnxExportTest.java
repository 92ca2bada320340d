package io.github.tsmjava.models.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.io.ProtoMessage;
import io.github.tsmjava.models.FillRule;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.R2Plus1dBackbone;
import io.github.tsmjava.models.backbone.ResNeXtBackbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.models.onnx.OnnxExport.Input;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Activation;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported files, read back and computed node by node. */
class OnnxExportTest {

    private static final double TOLERANCE = 1e-5;
    private static final int CLASSES = 5;
    private static final int SIZE = 33;
    private static final Backbone RESNET = new ResNetBackbone(18);
    private static final Backbone MOBILE_NET = MobileNetV2Backbone.mit(0.35);

    @TempDir
    private Path folder;

    static Stream<NetworkConfig> clips() {
        return Stream.of(
                NetworkConfig.tsm(MOBILE_NET, 5, CLASSES),
                NetworkConfig.tsn(MOBILE_NET, 2, CLASSES),
                NetworkConfig.tsm(MOBILE_NET, 1, CLASSES),
                shift(NetworkConfig.tsm(MOBILE_NET, 2, CLASSES), Shift.bidirectional(2)),
                shift(NetworkConfig.tsm(MOBILE_NET, 2, CLASSES), Shift.bidirectional(50)),
                shift(NetworkConfig.tsm(MOBILE_NET, 3, CLASSES), Shift.quarters(Shift.Boundary.CIRCULANT)),
                shift(NetworkConfig.tsm(MOBILE_NET, 1, CLASSES), Shift.quarters(Shift.Boundary.CIRCULANT)),
                shift(NetworkConfig.tsm(MOBILE_NET, 3, CLASSES), Shift.unidirectional(5).adjoint()),
                NetworkConfig.online(MOBILE_NET, 3, CLASSES),
                NetworkConfig.tsm(RESNET, 3, CLASSES).withModality(Modality.FLOW),
                NetworkConfig.tsm(RESNET, 4, CLASSES).withTemporalPool(),
                NetworkConfig.tsn(RESNET, 3, CLASSES).withShifting(new Shifting(
                        Shifting.Place.BLOCK, Shift.bidirectional(8), RESNET.shiftedBlocks(Shifting.Place.BLOCKRES))),
                NetworkConfig.tsm(new ResNeXtBackbone(50, 32, 4), 2, CLASSES),
                NetworkConfig.tsn(new I3dBackbone(50, false), 7, CLASSES),
                NetworkConfig.tsn(new R2Plus1dBackbone(), 3, CLASSES),
                nonLocal(NonLocal.Mode.EMBEDDED_GAUSSIAN, true),
                nonLocal(NonLocal.Mode.GAUSSIAN, false),
                nonLocal(NonLocal.Mode.DOT_PRODUCT, false));
    }

    private static NetworkConfig shift(NetworkConfig config, Shift shift) {
        return config.withShifting(config.shifting().withShift(shift));
    }

    private static NetworkConfig nonLocal(NonLocal.Mode mode, boolean outputBias) {
        return NetworkConfig.tsm(RESNET, 2, CLASSES)
                .withNonLocality(new NonLocality(mode, List.of("layer2.0", "layer2.1"), outputBias));
    }

    @ParameterizedTest
    @MethodSource
    void clips(NetworkConfig config) throws IOException {
        TsmNetwork network = config.build(new FillRule());
        OnnxFile file = export(network, Input.CLIPS, SIZE);
        int channels = config.segments() * config.channels();
        requireSound(file, network);
        assertEquals("{clips=[N, %d, 33, 33]}".formatted(channels), file.inputs().toString());
        assertEquals("{logits=[N, 5]}", file.outputs().toString());

        Tensor clips = FillRule.fill("clips", 2, 0, 2, channels, SIZE, SIZE);
        requireEqual(network.forward(clips), new OnnxReference(file).run(Map.of("clips", clips)).get("logits"));
    }

    /** 5×3×3 with a batch norm behind it, then 1×1×1 as it is. */
    @Test
    void convolutionsOverSeveralFrames() throws IOException {
        Layer network = new Sequential(Scope.root(new FillRule()), List.of(
                s -> new Conv3d(s, 6, 3, 8, 5, 3, Conv3dSpec.of(2, 2, 2, 1), true),
                s -> new BatchNorm(s, 8),
                s -> new Conv3d(s, 3, 8, 4, 1, 1, Conv3dSpec.of(1, 1, 0, 0), false)));
        Tensor x = FillRule.fill("x", 1, 0, 12, 3, SIZE, SIZE);
        OnnxFile file = export(network, x);
        assertEquals(2, file.nodes().stream().filter(node -> node.operator().equals("Conv")).count());
        assertFalse(file.nodes().stream().anyMatch(node -> node.operator().equals("BatchNormalization")));
        requireEqual(network.forward(x), new OnnxReference(file).run(Map.of("x", x)).get("y"));
    }

    /** No network here has an activation other than ReLU and ReLU6. */
    @Test
    void activations() throws IOException {
        Layer network = new Sequential(Scope.root(new FillRule()), List.of(
                s -> new Conv2d(s, 3, 8, 3, ConvSpec.of(1, 1)), ActivationLayer::silu, ActivationLayer::relu,
                s -> new Conv2d(s, 8, 4, 1, ConvSpec.of(1, 0)), ActivationLayer::relu6,
                s -> new ActivationLayer(s, Activation.IDENTITY), ActivationLayer::silu));
        Tensor x = FillRule.fill("x", 2, 0, 2, 3, 6, 6);
        OnnxFile file = export(network, x);
        assertEquals(List.of("Conv", "Sigmoid", "Mul", "Relu", "Conv", "Clip", "Sigmoid", "Mul"),
                file.nodes().stream().map(OnnxFile.Node::operator).toList());
        requireEqual(network.forward(x), new OnnxReference(file).run(Map.of("x", x)).get("y"));
    }

    static Stream<NetworkConfig> streams() {
        return Stream.of(
                NetworkConfig.online(MOBILE_NET, 8, CLASSES),
                shift(NetworkConfig.online(MOBILE_NET, 8, CLASSES), Shift.unidirectional(50)),
                NetworkConfig.tsn(MOBILE_NET, 8, CLASSES));
    }

    @ParameterizedTest
    @MethodSource
    void streams(NetworkConfig config) throws IOException {
        StreamingNetwork stream = new StreamingNetwork(config.build(new FillRule()));
        OnnxFile file = export(stream.network(), Input.STREAM, SIZE);
        requireSound(file, stream.network());
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        file.inputs().forEach((name, shape) -> inputs.put(name, Tensor.zeros(
                Stream.of(shape.replaceAll("[\\[\\] ]", "").split(",")).mapToInt(Integer::parseInt).toArray())));
        for (int i = 0; i < 3; i++) {
            Tensor frame = FillRule.fill("frame" + i, 2, 0, 1, 3, SIZE, SIZE);
            inputs.put("i0", frame);
            Map<String, Tensor> outputs = new OnnxReference(file).run(inputs);
            requireEqual(stream.next(frame), outputs.get("o0"));
            outputs.forEach((name, value) -> inputs.put(name.replace('o', 'i'), value));
        }
    }

    /** Names, order and shapes that users of MIT's online demo know. */
    @Test
    void theStreamHasTheBuffersOfTheOnlineDemo() throws IOException {
        TsmNetwork network = NetworkConfig.online(MobileNetV2Backbone.mit(1), 8, 27).build(1);
        OnnxFile file = export(network, Input.STREAM, 224);
        String buffers = "%1$s1=[1, 3, 56, 56], %1$s2=[1, 4, 28, 28], %1$s3=[1, 4, 28, 28], %1$s4=[1, 8, 14, 14], "
                + "%1$s5=[1, 8, 14, 14], %1$s6=[1, 8, 14, 14], %1$s7=[1, 12, 14, 14], %1$s8=[1, 12, 14, 14], "
                + "%1$s9=[1, 20, 7, 7], %1$s10=[1, 20, 7, 7]}";
        assertEquals("{i0=[1, 3, 224, 224], " + buffers.formatted("i"), file.inputs().toString());
        assertEquals("{o0=[1, 27], " + buffers.formatted("o"), file.outputs().toString());
    }

    @Test
    void whatLooksAheadIsNoStream() {
        TsmNetwork network = NetworkConfig.tsm(MOBILE_NET, 4, CLASSES).build(1);
        assertThrows(IllegalArgumentException.class, () -> export(network, Input.STREAM, SIZE));
        assertFalse(Files.exists(folder.resolve("network.onnx")));
    }

    @Test
    void framesTooSmallForTheNetworkAreRefused() {
        TsmNetwork network = nonLocal(NonLocal.Mode.GAUSSIAN, false).build(1);
        ShapeException refused = assertThrows(ShapeException.class, () -> export(network, Input.CLIPS, 8));
        assertTrue(refused.getMessage().contains("1"), refused.getMessage());
        assertThrows(ShapeException.class, () -> export(network, Input.CLIPS, 0));
    }

    @Test
    void equalNetworksGiveEqualFilesThatSayWhatTheyHold() throws IOException {
        TsmNetwork network = NetworkConfig.tsm(MOBILE_NET, 4, 2).build(1);
        PretrainedNetwork model = PretrainedNetwork.of(network, Flavour.MMACTION2, List.of("links", "rechts ⟶"), SIZE);
        Path first = folder.resolve("first.onnx");
        Path second = folder.resolve("second.onnx");
        OnnxExport.write(first, model, Input.CLIPS, SIZE);
        OnnxExport.write(second, model, Input.CLIPS, SIZE);
        assertEquals(-1, Files.mismatch(first, second));

        OnnxFile file = OnnxFile.read(first);
        Map<String, String> expected = new LinkedHashMap<>(model.metadata());
        expected.putAll(Map.of("size", "33", "mean", "123.675 116.28 103.53", "std", "58.395 57.12 57.375",
                "pixels", "0 to 255"));
        assertEquals(expected, file.metadata());
        assertEquals("links\nrechts ⟶", file.metadata().get("labels"));
        assertEquals("TSM-mobilenetv2. clips: [N, 12, 33, 33], 4 frames of 3 channels each, normalised. logits: [N, 2]",
                file.description());
    }

    @Test
    void moreThanTheFormatHoldsIsRefused() {
        Path file = folder.resolve("large.onnx");
        ProtoMessage large = new ProtoMessage();
        for (int i = 0; i < 3; i++) {
            large.floats(9, 200_000_000, () -> Tensor.zeros(0));
        }
        FileSystemException refused = assertThrows(FileSystemException.class, () -> OnnxExport.write(file, large));
        assertTrue(refused.getMessage().contains("2147483647 bytes, the network needs 24000000"), refused.getMessage());
        assertFalse(Files.exists(file));
    }

    /** No network here has a batch norm without a convolution, or reads a convolution past its batch norm. */
    @Test
    void batchNormIsFoldedOnlyWhereThatIsRight() throws IOException {
        Layer layer = new Layer(Scope.root(new FillRule())) {
            private final Layer first = child(new BatchNorm(Scope.root(new FillRule()).at("first"), 3));
            private final Layer conv =
                    child(new Conv2d(Scope.root(new FillRule()).at("conv"), 3, 4, 3, ConvSpec.of(1, 1)));
            private final Layer second = child(new BatchNorm(Scope.root(new FillRule()).at("second"), 4));

            @Override
            protected <V> V flow(V x, Flow<V> flow) {
                V y = conv.run(first.run(x, flow), flow);
                return flow.add(y, second.run(y, flow));
            }
        };
        Tensor x = FillRule.fill("x", 2, 0, 2, 3, 6, 6);
        requireEqual(layer.forward(x), new OnnxReference(export(layer, x)).run(Map.of("x", x)).get("y"));
    }

    /** Any layer on frames like these, from {@code x} to {@code y}. */
    private OnnxFile export(Layer layer, Tensor x) throws IOException {
        Graph graph = Graph.of(layer, x.shape());
        OnnxGraph onnx = new OnnxGraph();
        OnnxGraph.Operand y = new ClipWriter(onnx).write(
                graph, onnx.input("x", OnnxGraph.ANY, x.dim(1), x.dim(2), x.dim(3)));
        onnx.output("y", y, OnnxGraph.ANY, graph.output().channels(), graph.output().height(), graph.output().width());
        Path path = folder.resolve("layer.onnx");
        OnnxExport.write(path, onnx.model("", Map.of()));
        return OnnxFile.read(path);
    }

    private OnnxFile export(TsmNetwork network, Input input, int size) throws IOException {
        Path path = folder.resolve("network.onnx");
        OnnxExport.write(path, network, input, size, Map.of());
        return OnnxFile.read(path);
    }

    /** Every name is given once, before it is read, and read somewhere; one node for each convolution and its norm. */
    private static void requireSound(OnnxFile file, TsmNetwork network) {
        assertEquals(7, file.irVersion());
        assertEquals(13, file.opset());
        Set<String> known = new HashSet<>(file.inputs().keySet());
        Stream.of(file.floats().keySet(), file.integers().keySet()).flatMap(Set::stream)
                .forEach(name -> assertTrue(known.add(name), name));
        Set<String> unread = new HashSet<>(known);
        for (OnnxFile.Node node : file.nodes()) {
            assertTrue(known.containsAll(node.inputs()), node.name());
            node.inputs().forEach(unread::remove);
            node.outputs().forEach(name -> assertTrue(known.add(name) && unread.add(name), name));
        }
        assertEquals(file.outputs().keySet(), unread);
        long convolutions = network.layers().stream()
                .filter(layer -> layer instanceof Conv2d || layer instanceof Conv3d).count();
        assertEquals(convolutions, file.nodes().stream().filter(node -> node.operator().equals("Conv")).count());
        assertFalse(file.nodes().stream().anyMatch(node -> node.operator().equals("BatchNormalization")));
    }

    private static void requireEqual(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs(expected.data()[i] - actual.data()[i]));
        }
        double error = difference / largest;
        assertTrue(error < TOLERANCE, "off by %.1e of the largest number, %.3g".formatted(error, largest));
    }
}
