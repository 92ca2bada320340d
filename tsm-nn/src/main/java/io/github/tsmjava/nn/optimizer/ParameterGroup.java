package io.github.tsmjava.nn.optimizer;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Leaf;
import io.github.tsmjava.nn.Linear;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.training.Tape.BatchNormMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Parameters that are trained alike.
 *
 * @param name        as in the original's log
 * @param rateFactor  multiplies the learning rate
 * @param decayFactor multiplies the weight decay
 */
public record ParameterGroup(String name, List<Parameter> parameters, double rateFactor, double decayFactor) {

    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }

    /** Every trained parameter in one group. */
    public static List<ParameterGroup> one(Layer network) {
        List<Parameter> trained = network.parameters().stream()
                .filter(p -> p.role() != Role.RUNNING_MEAN && p.role() != Role.RUNNING_VAR).toList();
        return List.of(new ParameterGroup("all", trained, 1, 1));
    }

    /**
     * The groups of TSN and TSM: biases learn twice as fast and do not decay, batch norms do not decay, a new
     * classifier learns five times as fast, and so does the first convolution where it was made anew for optical flow.
     *
     * <p>Source: {@code get_optim_policies} of MIT's code.
     *
     * @param norms         a batch norm that is not trained is in no group
     * @param newFirstConv  whether the first convolution is new, as for optical flow
     * @param newClassifier whether the linear layer is new ({@code fc_lr5}): not when training goes on with the same
     *               classes
     */
    public static List<ParameterGroup> tsn(Layer network, BatchNormMode norms, boolean newFirstConv,
                                           boolean newClassifier) {
        Map<String, List<Parameter>> members = new LinkedHashMap<>();
        for (String name : List.of("first_conv_weight", "first_conv_bias", "normal_weight", "normal_bias", "bn",
                "lr5_weight", "lr10_bias")) {
            members.put(name, new ArrayList<>());
        }
        Set<BatchNorm> trained = norms.trained(network);
        boolean first = true;
        for (Layer layer : network.layers()) {
            if (!(layer instanceof Leaf) || layer.parameters().isEmpty()) {
                continue;
            }
            if (layer instanceof BatchNorm norm) {
                if (trained.contains(norm)) {
                    members.get("bn").addAll(norm.parameters().subList(0, 2));
                }
                continue;
            }
            boolean linear = layer instanceof Linear;
            for (Parameter parameter : layer.parameters()) {
                boolean bias = parameter.role() == Role.BIAS;
                String group = linear && newClassifier ? bias ? "lr10_bias" : "lr5_weight"
                        : (!linear && first ? "first_conv_" : "normal_") + (bias ? "bias" : "weight");
                members.get(group).add(parameter);
            }
            first &= linear;
        }
        double firstFactor = newFirstConv ? 5 : 1;
        return List.of(
                new ParameterGroup("first_conv_weight", members.get("first_conv_weight"), firstFactor, 1),
                new ParameterGroup("first_conv_bias", members.get("first_conv_bias"), 2 * firstFactor, 0),
                new ParameterGroup("normal_weight", members.get("normal_weight"), 1, 1),
                new ParameterGroup("normal_bias", members.get("normal_bias"), 2, 0),
                new ParameterGroup("bn", members.get("bn"), 1, 0),
                new ParameterGroup("lr5_weight", members.get("lr5_weight"), 5, 1),
                new ParameterGroup("lr10_bias", members.get("lr10_bias"), 10, 0));
    }
}
