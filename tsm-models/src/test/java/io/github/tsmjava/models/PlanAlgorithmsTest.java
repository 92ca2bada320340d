package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.models.backbone.I3dBackbone;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.backbone.ResNeXtBackbone;
import io.github.tsmjava.models.backbone.ResNetBackbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.plan.InferencePlan.StepSummary;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How each stage of a network is computed: a layer that falls back to something slower changes the table. */
@Tag("lanes")
class PlanAlgorithmsTest {

    private static final int SEGMENTS = 8;
    private static final NetworkConfig RESNET50 = NetworkConfig.tsm(new ResNetBackbone(50), SEGMENTS, 400);

    @Test
    void resNet50() {
        assertEquals("""
                input: 1 layout
                conv1: 1 direct
                maxpool: 1 pool
                layer1: 7 direct, 3 winograd
                layer2: 10 direct, 1 sample, 3 winograd
                layer3: 14 direct, 1 sample, 5 winograd
                layer4: 8 direct, 1 sample, 2 winograd
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(RESNET50, Accuracy.FAST)));
    }

    @Test
    void resNet50Exact() {
        assertEquals("""
                input: 1 layout
                conv1: 1 direct
                maxpool: 1 pool
                layer1: 10 direct
                layer2: 13 direct, 1 sample
                layer3: 19 direct, 1 sample
                layer4: 10 direct, 1 sample
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(RESNET50, Accuracy.EXACT)));
    }

    /** Each non-local block has two pools in front of it. */
    @Test
    void nonLocalResNet50() {
        NonLocality nonLocality =
                new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, new ResNetBackbone(50).nonLocalBlocks(), true);
        assertEquals("""
                input: 1 layout
                conv1: 1 direct
                maxpool: 1 pool
                layer1: 7 direct, 3 winograd
                layer2: 2 attention, 18 direct, 4 pool, 1 sample, 3 winograd
                layer3: 3 attention, 26 direct, 6 pool, 1 sample, 5 winograd
                layer4: 8 direct, 1 sample, 2 winograd
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(RESNET50.withNonLocality(nonLocality), Accuracy.FAST)));
    }

    /** The shift stands in front of 3×3 convolutions. */
    @Test
    void resNet18() {
        assertEquals("""
                input: 1 layout
                conv1: 1 direct
                maxpool: 1 pool
                layer1: 4 winograd
                layer2: 2 direct, 1 sample, 3 winograd
                layer3: 2 direct, 1 sample, 3 winograd
                layer4: 2 direct, 1 sample, 3 winograd
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(NetworkConfig.tsm(new ResNetBackbone(18), SEGMENTS, 400), Accuracy.FAST)));
    }

    /** The stem belongs to the first of the seventeen inverted residuals. */
    @Test
    void mobileNetV2() {
        assertEquals("""
                input: 1 layout
                features: 1 direct, 17 inverted
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(NetworkConfig.tsm(MobileNetV2Backbone.mit(1), SEGMENTS, 400), Accuracy.FAST)));
    }

    /**
     * Behind the stem, all but the inflated 1×1 convolutions see single frames. The four of layer4 are too few for
     * Winograd's algorithm.
     */
    @Test
    void i3d() {
        assertEquals("""
                input: 1 layout
                conv1: 1 direct
                maxpool: 2 pool
                layer1: 7 direct, 3 winograd
                pool2: 1 pool
                layer2: 10 direct, 1 sample, 3 winograd
                layer3: 14 direct, 1 sample, 5 winograd
                layer4: 10 direct, 1 sample
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(NetworkConfig.tsn(new I3dBackbone(50, false), 32, 400), Accuracy.FAST)));
    }

    /** Wide filters of one group become grouped ones, which Winograd's algorithm does not compute. */
    @Test
    void resNeXt50() {
        assertEquals("""
                input: 1 layout
                conv1: 1 direct
                maxpool: 1 pool
                layer1: 7 direct, 3 grouped
                layer2: 9 direct, 4 grouped, 1 sample
                layer3: 13 direct, 6 grouped, 1 sample
                layer4: 7 direct, 3 grouped, 1 sample
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(plan(NetworkConfig.tsm(new ResNeXtBackbone(50, 32, 4), SEGMENTS, 400), Accuracy.FAST)));
    }

    /** One frame is cut into strips where it is large; the later blocks go convolution by convolution. */
    @Test
    void streamingMobileNetV2() {
        Layer network = build(NetworkConfig.online(MobileNetV2Backbone.mit(1), SEGMENTS, 27));
        assertEquals("""
                input: 1 layout
                features: 13 depthwise, 27 direct, 4 inverted
                avgpool: 1 pool
                new_fc: 1 direct
                """, table(StreamingPlan.compile(network, 1, 3, 224, 224).steps()));
    }

    private static Layer build(NetworkConfig config) {
        return config.build((name, role, shape) -> Tensor.zeros(shape));
    }

    private static List<StepSummary> plan(NetworkConfig config, Accuracy accuracy) {
        return InferencePlan.compile(build(config), accuracy, 1, config.segments() * 3, 224, 224).steps();
    }

    /** For each stage of the network how many steps are computed by which algorithm. */
    private static String table(List<StepSummary> steps) {
        Map<String, Map<String, Integer>> stages = new LinkedHashMap<>();
        for (StepSummary step : steps) {
            String stage = step.name().replaceFirst("^base_model\\.", "").replaceFirst("\\..*", "");
            stages.computeIfAbsent(stage, key -> new TreeMap<>()).merge(step.algorithm(), 1, Integer::sum);
        }
        return stages.entrySet().stream().map(stage -> stage.getKey() + ": " + stage.getValue().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey()).collect(Collectors.joining(", ")) + "\n")
                .collect(Collectors.joining());
    }
}
