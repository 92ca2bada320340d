package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.tensor.ops.layer.Consensus;
import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of every network, whatever its parameters. */
class NetworkTest {

    private static final ParameterSource PARAMETERS = new FillRule();
    private static final int CLASSES = 7;
    private static final int SIZE = 33;
    private static final Backbone RESNEXT = new ResNeXtBackbone(50, 32, 4);

    static Stream<NetworkConfig> configs() {
        Backbone mobileNet = MobileNetV2Backbone.mit(0.35);
        return Stream.of(
                NetworkConfig.tsm(new ResNetBackbone(18), 4, CLASSES),
                NetworkConfig.tsn(new ResNetBackbone(18), 3, CLASSES),
                NetworkConfig.tsm(new ResNetBackbone(34), 4, CLASSES).withTemporalPool(),
                NetworkConfig.tsm(new ResNetBackbone(18), 3, CLASSES).withModality(Modality.FLOW),
                NetworkConfig.tsm(new ResNetBackbone(50), 2, CLASSES)
                        .withNonLocality(new NonLocality(NonLocal.Mode.DOT_PRODUCT,
                                new ResNetBackbone(50).nonLocalBlocks(), false)),
                NetworkConfig.tsm(new ResNetBackbone(18), 3, CLASSES)
                        .withNonLocality(new NonLocality(NonLocal.Mode.GAUSSIAN, List.of("layer2.1"), false)),
                inPlace(new ResNetBackbone(18), 5),
                NetworkConfig.tsm(RESNEXT, 2, CLASSES),
                NetworkConfig.tsn(new I3dBackbone(50, false), 6, CLASSES),
                NetworkConfig.tsn(new R2Plus1dBackbone(), 3, CLASSES),
                NetworkConfig.tsm(mobileNet, 5, CLASSES),
                NetworkConfig.online(MobileNetV2Backbone.torchvision(0.35), 3, CLASSES));
    }

    private static NetworkConfig inPlace(ResNetBackbone backbone, int segments) {
        return NetworkConfig.tsn(backbone, segments, CLASSES).withShifting(
                new Shifting(Shifting.Place.BLOCK, Shift.bidirectional(8),
                        backbone.shiftedBlocks(Shifting.Place.BLOCK)));
    }

    private static Tensor clips(NetworkConfig config, int count) {
        return FillRule.fill("clips", 2, 0, count, config.segments() * config.channels(), SIZE, SIZE);
    }

    @ParameterizedTest
    @MethodSource("configs")
    void shufflingTheClipsShufflesTheLogits(NetworkConfig config) {
        TsmNetwork network = config.build(PARAMETERS);
        Tensor clips = clips(config, 3);
        Tensor logits = network.forward(clips);
        for (int clip = 2; clip >= 0; clip--) {
            assertArrayEquals(logits.slice(clip, clip + 1).data(), network.forward(clips.slice(clip, clip + 1)).data());
        }
        Tensor shuffled = Tensor.concat(List.of(clips.slice(2, 3), clips.slice(0, 2)));
        assertArrayEquals(Tensor.concat(List.of(logits.slice(2, 3), logits.slice(0, 2))).data(),
                network.forward(shuffled).data());
    }

    @ParameterizedTest
    @MethodSource("configs")
    void reversedClipWithExchangedDirectionsGivesTheSameLogits(NetworkConfig config) {
        if (config.temporalPool() || !config.backbone().isStreamable()) {
            return; // windows of an even clip are not symmetric, nor are filters over several frames
        }
        Shifting shifting = config.shifting();
        NetworkConfig exchanged = config.withShifting(shifting.withShift(shifting.shift().adjoint()));
        Tensor clip = clips(config, 1);
        Tensor frames = clip.reshape(config.segments(), config.channels(), SIZE, SIZE);
        Tensor reversed = Tensor.concat(IntStream.range(0, config.segments())
                .mapToObj(t -> frames.slice(config.segments() - 1 - t, config.segments() - t)).toList());
        assertClose(config.build(PARAMETERS).forward(clip), exchanged.build(PARAMETERS).forward(reversed));
        if (shifting.isPresent()) {
            assertTrue(difference(config.build(PARAMETERS).forward(clip),
                    config.build(PARAMETERS).forward(reversed)) > 1e-4,
                    "a shifted network must tell a clip from its reverse");
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void threadsDoNotChangeTheLogits(NetworkConfig config) throws Exception {
        TsmNetwork network = config.build(PARAMETERS);
        Tensor clips = clips(config, 1);
        List<float[]> results = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            try (WorkerPool pool = new WorkerPool(threads)) {
                results.add(pool.call(() -> network.forward(clips).data()));
            }
        }
        assertArrayEquals(results.get(0), results.get(1));
        assertArrayEquals(results.get(0), results.get(2));
    }

    @ParameterizedTest
    @MethodSource("configs")
    void allLayoutsOfTheInputAreOne(NetworkConfig config) {
        TsmNetwork network = config.build(PARAMETERS);
        Tensor clips = clips(config, 2);
        float[] logits = network.forward(clips).data();
        assertArrayEquals(logits,
                network.forward(clips.reshape(2, config.segments(), config.channels(), SIZE, SIZE)).data());
        assertArrayEquals(logits,
                network.forward(clips.reshape(2 * config.segments(), config.channels(), SIZE, SIZE)).data());
    }

    @Test
    void aShiftThatMovesNothingLeavesATsn() {
        NetworkConfig tsm = NetworkConfig.tsm(new ResNetBackbone(18), 3, CLASSES);
        NetworkConfig nothing = tsm.withShifting(tsm.shifting().withShift(Shift.bidirectional(4096)));
        NetworkConfig tsn = NetworkConfig.tsn(new ResNetBackbone(18), 3, CLASSES);
        Tensor clip = clips(tsm, 1);
        ParameterSource sameNames = (name, role, shape) -> PARAMETERS.get(name.replace(".net.", "."), role, shape);
        assertArrayEquals(tsn.build(sameNames).forward(clip).data(), nothing.build(sameNames).forward(clip).data());
    }

    static Stream<Backbone> streamed() {
        return Stream.of(MobileNetV2Backbone.mit(0.5), new ResNetBackbone(18), new ResNetBackbone(50), RESNEXT);
    }

    @ParameterizedTest
    @MethodSource("streamed")
    void aStreamEqualsTheWholeSequence(Backbone backbone) {
        int length = 6;
        NetworkConfig config = NetworkConfig.online(backbone, length, CLASSES);
        Tensor frames = FillRule.fill("frames", 2, 0, length, 3, SIZE, SIZE);
        List<Tensor> logits = stream(config, frames);
        // The consensus of the whole sequence is the mean of the stream's logits.
        assertClose(config.build(PARAMETERS).forward(frames), Consensus.average(Tensor.concat(logits), length));
        // And of any shorter one, since nothing looks ahead.
        Tensor start = frames.slice(0, 2);
        assertClose(config.withSegments(2).build(PARAMETERS).forward(start),
                Consensus.average(Tensor.concat(logits.subList(0, 2)), 2));
    }

    @Test
    void aStreamIsCausalAndForgetsOnReset() {
        NetworkConfig config = NetworkConfig.online(MobileNetV2Backbone.mit(0.35), 8, CLASSES);
        Tensor frames = FillRule.fill("frames", 2, 0, 4, 3, SIZE, SIZE);
        Tensor changed = frames.copy();
        Arrays.fill(changed.data(), 2 * 3 * SIZE * SIZE, 3 * 3 * SIZE * SIZE, 0.5f);
        List<Tensor> before = stream(config, frames);
        List<Tensor> after = stream(config, changed);
        assertArrayEquals(before.get(0).data(), after.get(0).data());
        assertArrayEquals(before.get(1).data(), after.get(1).data());
        assertFalse(Arrays.equals(before.get(2).data(), after.get(2).data()));
        assertFalse(Arrays.equals(before.get(3).data(), after.get(3).data()));

        StreamingNetwork stream = new StreamingNetwork(config.build(PARAMETERS));
        stream.next(changed.slice(2, 3));
        stream.reset();
        assertArrayEquals(before.get(0).data(), stream.next(frames.slice(0, 1)).data());
    }

    private static List<Tensor> stream(NetworkConfig config, Tensor frames) {
        StreamingNetwork stream = new StreamingNetwork(config.build(PARAMETERS));
        return IntStream.range(0, frames.dim(0)).mapToObj(t -> stream.next(frames.slice(t, t + 1))).toList();
    }

    @Test
    void whatLooksAheadCannotBeStreamed() {
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(18), 4, CLASSES);
        assertThrows(IllegalArgumentException.class, () -> new StreamingNetwork(config.build(PARAMETERS)));
        assertTrue(NetworkConfig.tsn(new ResNetBackbone(18), 4, CLASSES).isStreamable());
        assertFalse(NetworkConfig.online(new ResNetBackbone(18), 4, CLASSES).withTemporalPool().isStreamable());
    }

    @Test
    void aFreshNonLocalBlockIsTheIdentity() {
        NetworkConfig plain = NetworkConfig.tsm(new ResNetBackbone(18), 2, CLASSES);
        NetworkConfig nonLocal = plain.withNonLocality(
                new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, List.of("layer2.0", "layer3.1"), true));
        ParameterSource fresh = ParameterSource.random(5);
        Tensor clip = clips(plain, 1);
        assertClose(plain.build(fresh).forward(clip), nonLocal.build((name, role, shape) ->
                fresh.get(name.replace(".block.", "."), role, shape)).forward(clip));
    }

    @ParameterizedTest
    @CsvSource({"18, 11381712, 8", "34, 21489872, 16", "50, 24327632, 16", "101, 43319760, 18", "152, 58963408, 26"})
    void resNetSizes(int depth, long parameters, int shifted) {
        NetworkConfig config = NetworkConfig.tsm(new ResNetBackbone(depth), 1, 400);
        assertEquals(parameters, trainable(config.build(new Zeros())));
        assertEquals(shifted, config.shifting().blocks().size());
    }

    @ParameterizedTest
    @CsvSource({"18, 1814", "50, 4088"})
    void resNetMultiplyAdds(int depth, long millionsPerFrame) {
        TsmNetwork network = NetworkConfig.tsm(new ResNetBackbone(depth), 1, 400).build(new Zeros());
        assertEquals(millionsPerFrame, Math.round(network.multiplyAdds(224) / 1e6), 1);
    }

    @ParameterizedTest
    @CsvSource({"50, 4, 23799504, 4229, 16", "101, 8, 87561936, 16413, 18"})
    void resNeXtSizes(int depth, int groupWidth, long parameters, long millionsPerFrame, int shifted) {
        NetworkConfig config = NetworkConfig.tsm(new ResNeXtBackbone(depth, 32, groupWidth), 1, 400);
        TsmNetwork network = config.build(new Zeros());
        assertEquals(parameters, trainable(network));
        assertEquals(millionsPerFrame, Math.round(network.multiplyAdds(224) / 1e6), 1);
        assertEquals(shifted, config.shifting().blocks().size());
    }

    /** MMAction2 states 43.5 and 166.3 billion for frames of 256², which are 33.3 and 127.3 for 224². */
    @ParameterizedTest
    @CsvSource({"false, 28043472, 33.1", "true, 33010000, 126.8"})
    void i3dSizes(boolean heavy, long parameters, double billions) {
        NetworkConfig config = NetworkConfig.tsn(new I3dBackbone(50, heavy), 32, 400);
        TsmNetwork network = config.build(new Zeros());
        assertEquals(parameters, trainable(network), heavy ? 50_000 : 0);
        assertEquals(billions, network.multiplyAdds(224) / 1e9, 0.05);
        assertEquals("i3d_" + (heavy ? "heavy_" : "") + "resnet50", config.name());
    }

    /** torchvision's own figures. */
    @Test
    void r2Plus1dSizes() {
        NetworkConfig config = NetworkConfig.tsn(new R2Plus1dBackbone(), 16, 400);
        TsmNetwork network = config.build(new Zeros());
        assertEquals(31_505_325, trainable(network));
        assertEquals(40.52, network.multiplyAdds(112) / 1e9, 0.005);
        assertEquals("r2plus1d_18", config.name());
    }

    @Test
    void clipsThatAreTooShortAreRefused() {
        I3dBackbone backbone = new I3dBackbone(50, false);
        assertEquals(1, NetworkConfig.tsn(backbone, 5, CLASSES).build(new Zeros()).config().backbone().outputFrames(5));
        assertThrows(ShapeException.class, () -> NetworkConfig.tsn(backbone, 4, CLASSES));
        assertThrows(IllegalArgumentException.class, () -> new StreamingNetwork(
                NetworkConfig.tsn(backbone, 8, CLASSES).build(new Zeros())));
    }

    /** The stem of I3D: 16 frames of 112², each number of which is a sum of 5·7·7·3 products. */
    @Test
    void multiplyAddsOverSeveralFrames() {
        Conv3d stem = new Conv3d(Scope.root(new FillRule()), 32, 3, 64, 5, 7, Conv3dSpec.of(2, 2, 2, 3), false);
        assertEquals(16L * 112 * 112 * 64 * 5 * 7 * 7 * 3, Graph.of(stem, 32, 3, 224, 224).multiplyAdds());
    }

    @Test
    void mobileNetV2Sizes() {
        NetworkConfig config = NetworkConfig.tsm(MobileNetV2Backbone.mit(1), 1, 27);
        TsmNetwork network = config.build(new Zeros());
        assertEquals(2_258_459, trainable(network));
        assertEquals(List.of("features.3", "features.5", "features.6", "features.8", "features.9", "features.10",
                "features.12", "features.13", "features.15", "features.16"), config.shifting().blocks());
        assertEquals(0.300, network.multiplyAdds(224) / 1e9, 0.001);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0.35 | 32; 16 16 16 24 40 56 112; 1280 | 16; 8 8 16 24 32 56 112; 1280",
            "0.5  | 32; 16 16 16 32 48 80 160; 1280 | 16; 8 16 16 32 48 80 160; 1280",
            "0.75 | 32; 16 24 24 48 72 120 240; 1280 | 24; 16 24 24 48 72 120 240; 1280",
            "1.0  | 32; 16 24 32 64 96 160 320; 1280 | 32; 16 24 32 64 96 160 320; 1280",
            "1.3  | 32; 16 32 48 88 128 208 416; 1664 | 40; 24 32 40 80 128 208 416; 1664",
            "1.4  | 32; 16 40 48 96 136 224 448; 1792 | 48; 24 32 48 88 136 224 448; 1792"})
    void mobileNetV2Widths(double width, String mit, String torchvision) {
        assertEquals(mit, channels(MobileNetV2Backbone.mit(width)));
        assertEquals(torchvision, channels(MobileNetV2Backbone.torchvision(width)));
    }

    private static String channels(MobileNetV2Backbone backbone) {
        return backbone.stem() + "; " + backbone.groups().toString().replaceAll("[\\[\\],]", "") + "; "
                + backbone.last();
    }

    @Test
    void wrongInputsAreRefusedWithBothNumbers() {
        TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 8, CLASSES).build(new Zeros());
        assertMessage(network, Tensor.zeros(1, 21, 32, 32), "24 channels", "[1, 21, 32, 32]");
        assertMessage(network, Tensor.zeros(7, 3, 32, 32), "7 frames", "8 segments");
        assertMessage(network, Tensor.zeros(1, 4, 3, 32, 32), "8, 3", "[1, 4, 3, 32, 32]");
        assertMessage(network, Tensor.zeros(24, 32, 32), "[24, 32, 32]", "[N, T·C, H, W]");
    }

    private static void assertMessage(TsmNetwork network, Tensor x, String... parts) {
        String message = assertThrows(ShapeException.class, () -> network.forward(x)).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    private static long trainable(TsmNetwork network) {
        return network.parameters().stream()
                .filter(parameter -> parameter.role() != Role.RUNNING_MEAN && parameter.role() != Role.RUNNING_VAR)
                .map(Parameter::tensor).mapToLong(Tensor::size).sum();
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        double difference = difference(expected, actual);
        assertTrue(difference < 1e-5, "off by " + difference);
    }

    private static double difference(Tensor expected, Tensor actual) {
        assertTrue(expected.sameShape(actual), expected + " against " + actual);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs(expected.data()[i] - actual.data()[i]));
        }
        return difference / largest;
    }

    /** Parameters for tests that only look at shapes. */
    private static final class Zeros implements ParameterSource {
        @Override
        public Tensor get(String name, Role role, int... shape) {
            return Tensor.zeros(shape);
        }
    }
}
