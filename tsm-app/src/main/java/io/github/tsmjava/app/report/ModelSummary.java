package io.github.tsmjava.app.report;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a checkpoint holds, as names and values for people and for JSON. */
public final class ModelSummary {

    /** As many names are listed one by one. */
    private static final int FEW = 4;

    private ModelSummary() {
    }

    /**
     * Describes a network.
     *
     * @param size side of a frame in pixels, for the multiply-adds
     * @return texts, numbers, booleans, lists of texts and, for the operator, numbers by name; in reading order
     */
    public static Map<String, Object> of(PretrainedNetwork model, int size) {
        NetworkConfig config = model.network().config();
        Shifting shifting = config.shifting();
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("format", lower(model.format()).replace('_', ' '));
        summary.put("keys", lower(model.family()).replace('_', ' '));
        summary.put("architecture", config.name());
        summary.putAll(config.backbone().details());
        summary.put("modality", lower(config.modality()));
        summary.put("classes", (long) config.classes());
        summary.put("segments", (long) config.segments());
        if (model.interval() > 0) {
            summary.put("interval", (long) model.interval());
        }
        if (shifting.isPresent()) {
            summary.put("shift", lower(shifting.place()) + ", " + ShiftMode.describe(shifting.shift()));
            summary.put("shift_operator", operator(shifting.shift()));
            summary.put("shifted_blocks", shifting.blocks());
        }
        if (config.temporalPool()) {
            summary.put("temporal_pool", "in front of " + config.backbone().pooledStage());
        }
        if (config.nonLocality().isPresent()) {
            summary.put("non_local", lower(config.nonLocality().mode()).replace('_', ' '));
            summary.put("non_local_blocks", config.nonLocality().blocks());
        }
        if (!model.assumed().isEmpty()) {
            summary.put("assumed", model.assumed().stream().map(ModelSummary::lower).toList());
        }
        summary.put("streamable", config.isStreamable());
        summary.put("parameters", trainable(model.network()));
        summary.put("multiply_adds", model.network().multiplyAdds(size));
        summary.put("clip", "%d × %d × %d × %d".formatted(config.segments(), config.channels(), size, size));
        summary.put("preprocessing", lower(model.flavour()));
        summary.put("labels", model.labels());
        if (model.labelGuess() != null) {
            summary.put("labels_from", "%s, by %s: the file has none".formatted(
                    model.labelGuess().title(), model.labelGuess().evidence()));
        }
        summary.put("ignored", grouped(model.ignored()));
        return summary;
    }

    private static Map<String, Object> operator(Shift shift) {
        Map<String, Object> operator = new LinkedHashMap<>();
        operator.put("div", shift.div());
        operator.put("first", shift.first());
        operator.put("second", shift.second());
        operator.put("boundary", lower(shift.boundary()));
        return operator;
    }

    /** Names with the same two first parts are one entry with their number: a training leaves hundreds of them. */
    private static List<String> grouped(List<String> names) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String name : names) {
            String[] parts = name.split("\\.", 3);
            groups.computeIfAbsent(parts.length < 3 ? name : parts[0] + "." + parts[1] + ".*", _ -> new ArrayList<>())
                    .add(name);
        }
        return groups.entrySet().stream()
                .map(group -> group.getValue().size() < FEW ? String.join(", ", group.getValue())
                : "%s (%d tensors)".formatted(group.getKey(), group.getValue().size())).toList();
    }

    /** Weights and biases, without running statistics. */
    private static long trainable(TsmNetwork network) {
        return network.parameters().stream()
                .filter(parameter -> parameter.role() != Role.RUNNING_MEAN && parameter.role() != Role.RUNNING_VAR)
                .map(Parameter::tensor)
                .mapToLong(tensor -> tensor.size())
                .sum();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
