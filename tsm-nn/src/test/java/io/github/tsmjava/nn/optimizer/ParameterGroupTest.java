package io.github.tsmjava.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Conv3d;
import io.github.tsmjava.nn.GlobalAvgPool;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import io.github.tsmjava.tensor.ops.Conv3dSpec;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of groups, entry by entry, on a network that has something for each. */
class ParameterGroupTest {

    private static final List<String> NORMAL_WEIGHTS = List.of("2.block.weight", "2.nl.g.0.weight", "2.nl.W.0.weight",
            "2.nl.theta.weight", "2.nl.phi.0.weight");
    private static final List<String> NORMAL_BIASES = List.of("2.nl.g.0.bias", "2.nl.W.0.bias", "2.nl.theta.bias",
            "2.nl.phi.0.bias");

    private final Layer network = new Sequential(Scope.root(ParameterSource.random(1)), List.of(
            s -> new Conv3d(s, 2, 3, 4, 3, 3, Conv3dSpec.of(1, 2, 1, 1), true),
            s -> new BatchNorm(s, 4),
            s -> new NonLocal(s, NonLocal.Mode.EMBEDDED_GAUSSIAN, 2, 4, true, block ->
                    new Conv2d(block, 4, 4, 3, ConvSpec.of(1, 1))),
            s -> new BatchNorm(s, 4),
            GlobalAvgPool::new,
            s -> new Linear(s, 4, 5)));

    /** Names, rate factor and decay factor of a group, which has no others. */
    private void assertGroup(List<ParameterGroup> groups, String name, double rate, double decay, List<String> names) {
        ParameterGroup group = groups.stream().filter(g -> g.name().equals(name)).findFirst().orElseThrow();
        assertEquals(rate, group.rateFactor(), name);
        assertEquals(decay, group.decayFactor(), name);
        assertEquals(names, group.parameters().stream().map(Parameter::name).toList(), name);
    }

    @Test
    void newClassifier() {
        List<ParameterGroup> groups = ParameterGroup.tsn(network, BatchNormMode.TRAINED, false, true);
        assertGroup(groups, "first_conv_weight", 1, 1, List.of("0.weight"));
        assertGroup(groups, "first_conv_bias", 2, 0, List.of("0.bias"));
        assertGroup(groups, "normal_weight", 1, 1, NORMAL_WEIGHTS);
        assertGroup(groups, "normal_bias", 2, 0, NORMAL_BIASES);
        assertGroup(groups, "bn", 1, 0, List.of("1.weight", "1.bias", "2.nl.W.1.weight", "2.nl.W.1.bias", "3.weight",
                "3.bias"));
        assertGroup(groups, "lr5_weight", 5, 1, List.of("5.weight"));
        assertGroup(groups, "lr10_bias", 10, 0, List.of("5.bias"));
    }

    @Test
    void sameClassifier() {
        List<ParameterGroup> groups = ParameterGroup.tsn(network, BatchNormMode.TRAINED, false, false);
        assertGroup(groups, "normal_weight", 1, 1, with(NORMAL_WEIGHTS, "5.weight"));
        assertGroup(groups, "normal_bias", 2, 0, with(NORMAL_BIASES, "5.bias"));
        assertGroup(groups, "lr5_weight", 5, 1, List.of());
        assertGroup(groups, "lr10_bias", 10, 0, List.of());
    }

    @Test
    void newFirstConvolution() {
        List<ParameterGroup> groups = ParameterGroup.tsn(network, BatchNormMode.TRAINED, true, false);
        assertGroup(groups, "first_conv_weight", 5, 1, List.of("0.weight"));
        assertGroup(groups, "first_conv_bias", 10, 0, List.of("0.bias"));
        assertGroup(groups, "normal_weight", 1, 1, with(NORMAL_WEIGHTS, "5.weight"));
    }

    @Test
    void batchNorms() {
        assertGroup(ParameterGroup.tsn(network, BatchNormMode.PARTIAL, false, true), "bn", 1, 0,
                List.of("1.weight", "1.bias"));
        assertGroup(ParameterGroup.tsn(network, BatchNormMode.FROZEN, false, true), "bn", 1, 0, List.of());
    }

    /** Every trained parameter is in one group, and no running statistic in any. */
    @Test
    void nothingIsLeftOutOrTwice() {
        Map<String, Long> members = ParameterGroup.tsn(network, BatchNormMode.TRAINED, true, true).stream()
                .flatMap(group -> group.parameters().stream())
                .collect(Collectors.groupingBy(Parameter::name, Collectors.counting()));
        List<String> trained = ParameterGroup.one(network).getFirst().parameters().stream().map(Parameter::name)
                .toList();
        assertEquals(trained.stream().collect(Collectors.toMap(name -> name, name -> 1L)), members);
    }

    private static List<String> with(List<String> names, String last) {
        return Stream.concat(names.stream(), Stream.of(last)).toList();
    }
}
