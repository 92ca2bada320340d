package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.ShapeException;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one property that holds the plan together: it computes what the layers compute. */
@Tag("lanes")
class PlanTest {

    private static final double TOLERANCE = 1e-5;
    /** Whether this is a run with other lanes than the machine's own: of fewer networks, the layers of which are slow there. */
    private static final boolean REPEATED = Boolean.getBoolean("tsm.test.repeated");

    /** A network and an input for it. */
    private record Case(NetworkConfig config, int clips, int height, int width) {

        Tensor input() {
            return FillRule.fill("input", 2, 0, clips, config.segments() * config.channels(), height, width);
        }

        @Override
        public String toString() {
            return "%s T=%d %s %s%s%s, %d clips of %d×%d".formatted(config.backbone().name(), config.segments(),
                    config.shifting().isPresent() ? config.shifting().place() + " " + config.shifting().shift() : "TSN",
                    config.modality(), config.temporalPool() ? " pooled" : "",
                    config.nonLocality().isPresent() ? " " + config.nonLocality().mode() : "", clips, height, width);
        }
    }

    static Stream<Case> cases() {
        Random random = new Random(20);
        return IntStream.range(0, REPEATED ? 9 : 30).mapToObj(i -> randomCase(random));
    }

    private static Case randomCase(Random random) {
        boolean mobileNet = random.nextInt(3) == 0;
        int segments = 1 + random.nextInt(5);
        Backbone backbone = mobileNet
                ? random.nextBoolean() ? MobileNetV2Backbone.mit(0.25 + random.nextInt(5) * 0.25)
                        : MobileNetV2Backbone.torchvision(0.25 + random.nextInt(5) * 0.25)
                : resNet(random.nextInt(6));
        NetworkConfig config = NetworkConfig.tsm(backbone, segments, 1 + random.nextInt(40));
        int div = 2 + random.nextInt(12);
        Shift shift = switch (random.nextInt(4)) {
            case 0 -> Shift.unidirectional(div);
            case 1 -> new Shift(div, -1, +1, Shift.Boundary.CIRCULANT);
            default -> Shift.bidirectional(div);
        };
        config = config.withShifting(config.shifting().withShift(shift));
        if (random.nextInt(5) == 0) {
            config = config.withShifting(Shifting.NONE);
        }
        if (random.nextInt(4) == 0) {
            config = config.withModality(Modality.FLOW);
        }
        if (!mobileNet) {
            if (random.nextInt(4) == 0) {
                config = config.withShifting(new Shifting(
                        Shifting.Place.BLOCK, shift, backbone.shiftedBlocks(Shifting.Place.BLOCK)));
            }
            if (random.nextInt(4) == 0 && segments % 2 == 0) {
                config = config.withTemporalPool();
            }
            if (random.nextInt(4) == 0) {
                config = config.withNonLocality(new NonLocality(NonLocal.Mode.values()[random.nextInt(3)],
                        List.of("layer2.0", "layer2.1"), random.nextBoolean()));
            }
        }
        return new Case(config, 1 + random.nextInt(2), 20 + random.nextInt(50), 20 + random.nextInt(50));
    }

    private static Backbone resNet(int kind) {
        return kind == 0 ? new ResNeXtBackbone(50, 32, 4) : new ResNetBackbone(kind == 1 ? 50 : 18);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void planEqualsLayers(Case one) {
        TsmNetwork network = one.config.build(new FillRule());
        Tensor x = one.input();
        Tensor expected = network.forward(x);
        for (Accuracy accuracy : Accuracy.values()) {
            InferencePlan plan = InferencePlan.compile(network, accuracy, x.shape());
            assertClose(one, expected, plan.run(x));
            // A second run finds what the first one left behind.
            assertClose(one, expected, plan.run(x));
        }
    }

    static Stream<Case> clipCases() {
        NetworkConfig i3d = NetworkConfig.tsn(new I3dBackbone(50, false), 9, 7);
        return Stream.of(new Case(NetworkConfig.tsn(new R2Plus1dBackbone(), 5, 7), 2, 33, 28),
                new Case(NetworkConfig.tsn(new R2Plus1dBackbone(), 1, 7), 1, 20, 40),
                new Case(i3d, 2, 37, 30),
                new Case(NetworkConfig.tsn(new I3dBackbone(50, true), 3, 5), 1, 30, 41),
                new Case(i3d.withNonLocality(new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN,
                        i3d.backbone().nonLocalBlocks(), false)), 1, 64, 64));
    }

    /** Networks whose own layers see several frames. */
    @ParameterizedTest
    @MethodSource("clipCases")
    void planOfClipsEqualsLayers(Case one) {
        planEqualsLayers(one);
    }

    @Test
    void planEqualsLayersAtFullSize() {
        assumeFalse(REPEATED, "large pictures are compared with the machine's own lanes alone");
        for (Backbone backbone : List.of(new ResNetBackbone(50), new ResNeXtBackbone(50, 32, 4),
                MobileNetV2Backbone.mit(1))) {
            Case one = new Case(NetworkConfig.tsm(backbone, 1, 40), 1, 224, 224);
            TsmNetwork network = one.config.build(new FillRule());
            assertClose(one, network.forward(one.input()),
                    InferencePlan.compile(network, one.input().shape()).run(one.input()));
        }
    }

    /** Few frames are cut into strips, large ones into bands, and borders lie at every edge of them. */
    static Stream<Case> invertedCases() {
        return Stream.of(
                inverted(MobileNetV2Backbone.mit(1), 1, 225, 131),
                inverted(MobileNetV2Backbone.mit(1), 2, 161, 97),
                inverted(MobileNetV2Backbone.torchvision(1.4), 3, 75, 201),
                inverted(MobileNetV2Backbone.torchvision(0.5), 1, 320, 57),
                inverted(MobileNetV2Backbone.mit(0.35), 5, 33, 34),
                inverted(MobileNetV2Backbone.mit(0.75), 1, 29, 300));
    }

    private static Case inverted(MobileNetV2Backbone backbone, int segments, int height, int width) {
        return new Case(NetworkConfig.tsm(backbone, segments, 5), 1, height, width);
    }

    @ParameterizedTest
    @MethodSource("invertedCases")
    void invertedResidualsEqualTheirLayersWithAnyNumberOfThreads(Case one) throws Exception {
        TsmNetwork network = one.config.build(new FillRule());
        Tensor x = one.input();
        InferencePlan plan = InferencePlan.compile(network, x.shape());
        Tensor alone = plan.run(x);
        assertClose(one, network.forward(x), alone);
        try (WorkerPool pool = new WorkerPool(3)) {
            assertArrayEquals(alone.data(), pool.call(() -> plan.run(x).data()));
        }
    }

    @Test
    void oneStreamInStripsEqualsStreamingLayers() {
        Case one = new Case(NetworkConfig.online(MobileNetV2Backbone.mit(0.75), 8, 9), 1, 129, 160);
        TsmNetwork network = one.config.build(new FillRule());
        StreamingPlan.Stream stream = StreamingPlan.compile(network, 1, 3, 129, 160).open();
        StreamingNetwork layers = new StreamingNetwork(network);
        for (int t = 0; t < 5; t++) {
            Tensor frame = FillRule.fill("frame" + t, 2, 0, 1, 3, 129, 160);
            assertClose(one, layers.next(frame), stream.next(frame));
        }
    }

    @Test
    void streamsOfWholeBlocksEqualStreamingLayers() {
        Random random = new Random(21);
        for (int depth : REPEATED ? List.of(18, 50) : List.of(18, 50, 18, 34)) {
            ResNetBackbone backbone = new ResNetBackbone(depth);
            Shifting shifting = new Shifting(Shifting.Place.BLOCK, Shift.unidirectional(2 + random.nextInt(8)),
                    backbone.shiftedBlocks(Shifting.Place.BLOCK).stream().filter(block -> random.nextInt(3) > 0)
                    .toList());
            int streams = 1 + random.nextInt(2);
            Case one = new Case(NetworkConfig.tsn(backbone, 8, 9).withShifting(shifting), streams,
                    33 + random.nextInt(30), 33 + random.nextInt(30));
            TsmNetwork network = one.config.build(new FillRule());
            StreamingPlan.Stream stream = StreamingPlan.compile(network, streams, 3, one.height, one.width).open();
            StreamingNetwork layers = new StreamingNetwork(network);
            for (int t = 0; t < 6; t++) {
                if (t == 4) {
                    stream.reset();
                    layers.reset();
                }
                Tensor frame = FillRule.fill("frame" + t, 2, 0, streams, 3, one.height, one.width);
                assertClose(one, layers.next(frame), stream.next(frame));
            }
        }
    }

    @Test
    void threadsDoNotChangeAnything() throws Exception {
        for (Backbone backbone : List.of(new ResNetBackbone(18), new ResNeXtBackbone(50, 32, 4),
                MobileNetV2Backbone.mit(0.5))) {
            Case one = new Case(NetworkConfig.tsm(backbone, 3, 9), 1, 65, 47);
            TsmNetwork network = one.config.build(new FillRule());
            InferencePlan plan = InferencePlan.compile(network, one.input().shape());
            List<float[]> results = new ArrayList<>();
            for (int threads = 1; threads <= 3; threads++) {
                try (WorkerPool pool = new WorkerPool(threads)) {
                    results.add(pool.call(() -> plan.run(one.input()).data()));
                }
            }
            assertArrayEquals(results.get(0), results.get(1));
            assertArrayEquals(results.get(0), results.get(2));
        }
    }

    @Test
    void manyThreadsShareOnePlan() {
        Case one = new Case(NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 3, 9), 1, 48, 48);
        TsmNetwork network = one.config.build(new FillRule());
        InferencePlan plan = InferencePlan.compile(network, one.input().shape());
        List<Tensor> inputs = IntStream.range(0, 4)
                .mapToObj(i -> FillRule.fill("input" + i, 2, 0, one.input().shape())).toList();
        List<float[]> expected = inputs.stream().map(x -> plan.run(x).data()).toList();
        IntStream.range(0, 64).parallel().forEach(i ->
                assertArrayEquals(expected.get(i % 4), plan.run(inputs.get(i % 4)).data()));
    }

    @Test
    void streamsEqualStreamingLayers() {
        for (Backbone backbone : REPEATED ? List.of(new ResNetBackbone(18), MobileNetV2Backbone.mit(0.5)) : List.of(
                new ResNetBackbone(18), MobileNetV2Backbone.mit(0.5), new ResNetBackbone(50), new ResNeXtBackbone(50, 32, 4))) {
            Case one = new Case(NetworkConfig.online(backbone, 8, 9), 2, 45, 52);
            TsmNetwork network = one.config.build(new FillRule());
            StreamingPlan.Stream stream = StreamingPlan.compile(network, 2, 3, 45, 52).open();
            for (int run = 0; run < 2; run++) {
                StreamingNetwork layers = new StreamingNetwork(network);
                for (int t = 0; t < 3; t++) {
                    Tensor frames = FillRule.fill("frames" + run + t, 2, 0, 2, 3, 45, 52);
                    assertClose(one, layers.next(frames), stream.next(frames));
                }
                stream.reset();
            }
        }
        TsmNetwork ahead = NetworkConfig.tsm(new ResNetBackbone(18), 8, 9).build(new FillRule());
        assertThrows(IllegalStateException.class, () -> StreamingPlan.compile(ahead, 1, 3, 32, 32));
    }

    @Test
    void otherShapesAreRefused() {
        TsmNetwork network = NetworkConfig.tsm(MobileNetV2Backbone.mit(0.35), 2, 9).build(new FillRule());
        InferencePlan plan = InferencePlan.compile(network, 1, 6, 32, 32);
        String message = assertThrows(ShapeException.class, () -> plan.run(Tensor.zeros(1, 6, 32, 40))).getMessage();
        assertTrue(message.contains("[1, 6, 32, 32]") && message.contains("[1, 6, 32, 40]"), message);
        assertThrows(ShapeException.class, () -> InferencePlan.compile(network, 1, 7, 32, 32));
    }

    private static void assertClose(Case one, Tensor expected, Tensor actual) {
        assertTrue(expected.sameShape(actual), expected + " against " + actual);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            difference = Math.max(difference, Math.abs(expected.data()[i] - actual.data()[i]));
        }
        // A softmax over 512-fold dot products multiplies rounding errors.
        double tolerance = one.config.nonLocality().isPresent() ? 10 * TOLERANCE : TOLERANCE;
        assertTrue(difference <= tolerance * largest, one + " is off by " + difference + " of " + largest);
    }
}
