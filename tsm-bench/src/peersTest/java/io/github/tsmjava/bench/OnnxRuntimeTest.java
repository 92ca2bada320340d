package io.github.tsmjava.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.github.tsmjava.models.StreamingNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.models.onnx.OnnxExport;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported networks in ONNX Runtime against the networks themselves. */
class OnnxRuntimeTest {

    private static final double TOLERANCE = 1e-5;
    private static final int CLASSES = 11;
    private static final OrtEnvironment RUNTIME = OrtEnvironment.getEnvironment();

    @TempDir
    private Path folder;

    static Stream<Arguments> clips() {
        Backbone r18 = new ResNetBackbone(18);
        Backbone r50 = new ResNetBackbone(50);
        Backbone mobileNet = MobileNetV2Backbone.mit(1);
        Shift ring = Shift.quarters(Shift.Boundary.CIRCULANT);
        return Stream.of(
                net("R18", NetworkConfig.tsm(r18, 8, CLASSES), 64),
                net("R18, T 1", NetworkConfig.tsm(r18, 1, CLASSES), 64),
                net("R18, T 2, div 3", shift(NetworkConfig.tsm(r18, 2, CLASSES), Shift.bidirectional(3)), 75),
                net("R18, div 2", shift(NetworkConfig.tsm(r18, 3, CLASSES), Shift.bidirectional(2)), 33),
                net("R18, fold 0 in layer1", shift(NetworkConfig.tsm(r18, 3, CLASSES), Shift.bidirectional(100)), 64),
                net("R18, from the past", NetworkConfig.online(r18, 5, CLASSES), 64),
                net("R18, ring", shift(NetworkConfig.tsm(r18, 5, CLASSES), ring), 64),
                net("R18, ring, T 1", shift(NetworkConfig.tsm(r18, 1, CLASSES), ring), 64),
                net("R18, flow", NetworkConfig.tsm(r18, 4, CLASSES).withModality(Modality.FLOW), 64),
                net("R50", NetworkConfig.tsm(r50, 8, CLASSES), 224),
                net("R50, TSN", NetworkConfig.tsn(r50, 3, CLASSES), 96),
                net("R50, block", NetworkConfig.tsn(r50, 8, CLASSES).withShifting(new Shifting(
                        Shifting.Place.BLOCK, Shift.bidirectional(8), r50.shiftedBlocks(Shifting.Place.BLOCK))), 64),
                net("R50, temporal pool", NetworkConfig.tsm(r50, 8, CLASSES).withTemporalPool(), 97),
                net("R50, embedded Gaussian", nonLocal(r50, NonLocal.Mode.EMBEDDED_GAUSSIAN, true), 97),
                net("R50, Gaussian", nonLocal(r50, NonLocal.Mode.GAUSSIAN, false), 96),
                net("R50, dot product", nonLocal(r50, NonLocal.Mode.DOT_PRODUCT, false), 96),
                net("MobileNetV2", NetworkConfig.tsm(mobileNet, 8, CLASSES), 224),
                net("MobileNetV2, T 5", NetworkConfig.tsm(mobileNet, 5, CLASSES), 101));
    }

    private static Arguments net(String name, NetworkConfig config, int size) {
        return Arguments.of(Named.of(name, config), size);
    }

    private static NetworkConfig shift(NetworkConfig config, Shift shift) {
        return config.withShifting(config.shifting().withShift(shift));
    }

    private static NetworkConfig nonLocal(Backbone backbone, NonLocal.Mode mode, boolean outputBias) {
        return NetworkConfig.tsm(backbone, 4, CLASSES)
                .withNonLocality(new NonLocality(mode, new ResNetBackbone(50).nonLocalBlocks(), outputBias));
    }

    @ParameterizedTest(name = "{0}, side {1}")
    @MethodSource
    void clips(NetworkConfig config, int size, TestInfo test) throws IOException, OrtException {
        TsmNetwork network = network(config);
        try (OrtSession session = export(network, OnnxExport.Input.CLIPS, size)) {
            for (int n = 1; n <= 2; n++) {
                Tensor clips = noise("clips", 1, 0, n, config.segments() * config.channels(), size, size);
                Tensor theirs = run(session, Map.of("clips", clips)).get("logits");
                report(test, n + " clips", network.forward(clips), theirs);
            }
        }
    }

    static Stream<Arguments> streams() {
        return Stream.of(
                net("online MobileNetV2", NetworkConfig.online(MobileNetV2Backbone.mit(1), 8, CLASSES), 224),
                net("online R18", NetworkConfig.online(new ResNetBackbone(18), 8, CLASSES), 75),
                net("online R18, fold 0 in layer1", shift(NetworkConfig.online(new ResNetBackbone(18), 8, CLASSES),
                        Shift.unidirectional(100)), 64),
                net("online R18, TSN", NetworkConfig.tsn(new ResNetBackbone(18), 8, CLASSES), 64));
    }

    @ParameterizedTest(name = "{0}, side {1}")
    @MethodSource
    void streams(NetworkConfig config, int size, TestInfo test) throws IOException, OrtException {
        StreamingNetwork ours = new StreamingNetwork(network(config));
        try (OrtSession session = export(ours.network(), OnnxExport.Input.STREAM, size)) {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            for (String name : session.getInputNames()) {
                inputs.put(name, Tensor.zeros(shape(session, name)));
            }
            for (int frame = 0; frame < 5; frame++) {
                Tensor image = noise("frame" + frame, 1, 0, 1, config.channels(), size, size);
                inputs.put("i0", image);
                Map<String, Tensor> outputs = run(session, inputs);
                report(test, "frame " + frame, ours.next(image), outputs.get("o0"));
                outputs.forEach((name, value) -> inputs.put(name.replace('o', 'i'), value));
            }
        }
    }

    private OrtSession export(TsmNetwork network, OnnxExport.Input input, int size) throws IOException, OrtException {
        Path file = folder.resolve("network.onnx");
        OnnxExport.write(file, network, input, size, Map.of());
        return RUNTIME.createSession(file.toString());
    }

    private static int[] shape(OrtSession session, String input) throws OrtException {
        long[] shape = ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }

    private static Map<String, Tensor> run(OrtSession session, Map<String, Tensor> inputs) throws OrtException {
        Map<String, OnnxTensor> given = new LinkedHashMap<>();
        for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
            long[] shape = Arrays.stream(input.getValue().shape()).asLongStream().toArray();
            FloatBuffer numbers = FloatBuffer.wrap(input.getValue().data());
            given.put(input.getKey(), OnnxTensor.createTensor(RUNTIME, numbers, shape));
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try (OrtSession.Result result = session.run(given)) {
            result.forEach(output -> {
                OnnxTensor value = (OnnxTensor) output.getValue();
                int[] shape = Arrays.stream(value.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
                float[] numbers = new float[Tensor.size(shape)];
                value.getFloatBuffer().get(numbers);
                outputs.put(output.getKey(), Tensor.of(numbers, shape));
            });
        }
        given.values().forEach(OnnxTensor::close);
        return outputs;
    }

    private static void report(TestInfo test, String what, Tensor ours, Tensor theirs) {
        assertArrayEquals(ours.shape(), theirs.shape());
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < ours.size(); i++) {
            largest = Math.max(largest, Math.abs(ours.data()[i]));
            difference = Math.max(difference, Math.abs(ours.data()[i] - theirs.data()[i]));
        }
        double error = difference / largest;
        System.out.printf("%-40s %-8s  %.1e of the largest logit, %.3g%n", test.getDisplayName(), what, error, largest);
        assertTrue(error < TOLERANCE, "off by " + error);
    }

    /**
     * Parameters of a plausible size, of which none leaves its layer without effect. Maps are kept small where they are
     * multiplied with themselves: a softmax of large numbers is a choice, which any rounding turns over.
     */
    private static TsmNetwork network(NetworkConfig config) {
        double norm = config.nonLocality().isPresent() ? 0.3 : 0.75;
        return config.build((name, role, shape) -> switch (role) {
            case CONV_WEIGHT -> noise(name, Math.sqrt(2.0 * shape[0] / Tensor.size(shape)), 0, shape);
            case LINEAR_WEIGHT -> noise(name, Math.sqrt(1.0 / shape[1]), 0, shape);
            case NORM_WEIGHT -> noise(name, 0.1, norm, shape);
            case BIAS, NORM_BIAS, RUNNING_MEAN -> noise(name, 0.1, 0, shape);
            case RUNNING_VAR -> noise(name, 0.1, 1, shape);
        });
    }

    private static Tensor noise(String name, double scale, double offset, int... shape) {
        Random random = new Random(name.hashCode());
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = (float) (offset + scale * random.nextGaussian());
        }
        return tensor;
    }
}
