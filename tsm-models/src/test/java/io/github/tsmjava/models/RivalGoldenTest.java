package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.checkpoint.ConfigInference;
import io.github.tsmjava.models.checkpoint.DeclaredSettings;
import io.github.tsmjava.models.checkpoint.KeyMap;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks that TSM is compared with, against what their own code computes, in double precision. */
class RivalGoldenTest {

    private static final double TOLERANCE = 1e-5;
    private static final double WINOGRAD_TOLERANCE = 1e-4;

    static Stream<String> rivals() throws IOException {
        return Shared.goldens("rival_").stream();
    }

    @ParameterizedTest
    @MethodSource("rivals")
    void logits(String file) {
        JsonObject golden = Shared.json("goldens/" + file).getAsJsonObject();
        List<TensorInfo> tensors = new ArrayList<>();
        for (JsonElement entry : golden.getAsJsonArray("state_dict")) {
            tensors.add(new TensorInfo(entry.getAsJsonArray().get(0).getAsString(), DType.F32,
                    ints(entry.getAsJsonArray().get(1).getAsJsonArray())));
        }
        KeyMap keys = KeyMap.of(tensors, Architectures.KNOWN);
        assertEquals(List.of(), keys.unknown());
        String segments = golden.getAsJsonObject("config").get("T").getAsString();
        NetworkConfig config = new ConfigInference(keys.architecture(), keys.shapes(tensors),
                new DeclaredSettings(keys.family()).with(Map.of("segments", segments))).infer(Architectures.KNOWN);
        // Its code fills parameters under its own names.
        TsmNetwork network = config.build((name, role, shape) ->
                new FillRule().get(keys.toFileNames().get(name), role, shape));
        assertEquals(golden.get("parameters").getAsLong(), network.parameters().stream()
                .filter(one -> one.role() != Role.RUNNING_MEAN && one.role() != Role.RUNNING_VAR)
                .map(Parameter::tensor).mapToLong(Tensor::size).sum());
        JsonObject input = golden.getAsJsonObject("input");
        Tensor x = FillRule.fill(input.get("name").getAsString(), input.get("scale").getAsDouble(), 0,
                ints(input.getAsJsonArray("shape")));
        JsonArray expected = golden.getAsJsonArray("logits_float64").get(0).getAsJsonArray();

        requireClose(file + ", layers", expected, network.forward(x), TOLERANCE);
        requireClose(file + ", exact plan", expected,
                InferencePlan.compile(network, Accuracy.EXACT, x.shape()).run(x), TOLERANCE);
        requireClose(file + ", fast plan", expected,
                InferencePlan.compile(network, Accuracy.FAST, x.shape()).run(x), WINOGRAD_TOLERANCE);
    }

    /** The largest difference over the largest expected value. */
    private static void requireClose(String what, JsonArray expected, Tensor actual, double tolerance) {
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.get(i).getAsDouble()));
            difference = Math.max(difference, Math.abs(expected.get(i).getAsDouble() - actual.get(0, i)));
        }
        System.out.printf("%s: error %.1e of the largest logit%n", what, difference / largest);
        assertTrue(difference <= tolerance * largest, what + " is off by " + difference / largest);
    }

    private static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }
}
