package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.checkpoint.ConfigInference;
import io.github.tsmjava.models.checkpoint.DeclaredSettings;
import io.github.tsmjava.models.checkpoint.KeyMap;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint.TensorInfo;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network against what the original code computes under PyTorch, in double precision. */
@Tag("lanes")
class GoldenTest {

    private static final double TOLERANCE = 1e-5;
    /** Whether this is a run with other lanes than the machine's own. */
    private static final boolean REPEATED = Boolean.getBoolean("tsm.test.repeated");

    @Test
    void fillRule() {
        JsonObject check = Shared.json("goldens/self_check.json").getAsJsonObject();
        for (String name : check.keySet()) {
            JsonObject stream = check.getAsJsonObject(name);
            assertEquals(Long.parseUnsignedLong(stream.get("seed").getAsString().substring(2), 16),
                    FillRule.seed(name));
            float[] drawn = FillRule.fill(name, 1, 0, stream.getAsJsonArray("u").size()).data();
            for (int i = 0; i < drawn.length; i++) {
                assertEquals(stream.getAsJsonArray("u").get(i).getAsFloat(), drawn[i]);
            }
        }
    }

    static Stream<String> clips() throws IOException {
        return Stream.concat(Shared.goldens("tsm_").stream(), Shared.goldens("tsn_").stream());
    }

    @ParameterizedTest
    @MethodSource("clips")
    void clip(String file) {
        JsonObject golden = Shared.json("goldens/" + file).getAsJsonObject();
        JsonObject input = golden.getAsJsonObject("input");
        assumeFalse(REPEATED && ints(input.getAsJsonArray("shape"))[3] > 64,
                "large pictures are compared with the machine's own lanes alone");
        TsmNetwork network = config(golden).build(new FillRule());
        Tensor x = FillRule.fill(input.get("name").getAsString(), input.get("scale").getAsDouble(), 0,
                ints(input.getAsJsonArray("shape")));

        List<String> stagesOff = new ArrayList<>();
        Tensor logits = network.forward(x, (layer, in, out) -> {
            JsonElement stage = golden.getAsJsonObject("stages").get(layer.name().replaceFirst("^base_model\\.", ""));
            if (stage != null) {
                double error = stageError(stage.getAsJsonObject(), out);
                if (!(error < TOLERANCE)) {
                    stagesOff.add(layer.name() + " by " + error);
                }
            }
        });

        double error = error(golden.getAsJsonArray("logits_float64"), logits);
        System.out.printf("%-32s error %.1e of the largest logit, PyTorch's own %.1e%n",
                file, error, golden.get("float32_rounding").getAsDouble());
        assertTrue(error < TOLERANCE, file + " is off by " + error + ", stages off: " + stagesOff);
        assertEquals(List.of(), stagesOff);
        for (Accuracy accuracy : Accuracy.values()) {
            Tensor planned = InferencePlan.compile(network, accuracy, x.shape()).run(x);
            double plannedError = error(golden.getAsJsonArray("logits_float64"), planned);
            System.out.printf("%-32s %s plan %.1e%n", file, accuracy, plannedError);
            assertTrue(plannedError < TOLERANCE, "%s, %s plan: off by %s".formatted(file, accuracy, plannedError));
        }
    }

    static Stream<String> streams() throws IOException {
        return Shared.goldens("online_").stream();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void stream(String file) {
        JsonObject golden = Shared.json("goldens/" + file).getAsJsonObject();
        // The demo's names have neither the wrapper's prefix nor the infix of the shift.
        TsmNetwork network = config(golden).build((name, role, shape) -> new FillRule().get(
                name.replace("base_model.", "").replace(".net.", ".").replace("new_fc", "classifier"), role, shape));
        StreamingNetwork stream = new StreamingNetwork(network);
        JsonArray frames = golden.getAsJsonArray("logits_float64");
        int[] shape = ints(golden.getAsJsonObject("input").getAsJsonArray("shape"));
        for (int run = 0; run < 2; run++) {
            for (int frame = 0; frame < frames.size(); frame++) {
                Tensor logits = stream.next(FillRule.fill("input." + frame, 2, 0, shape));
                JsonArray expected = new JsonArray();
                expected.add(frames.get(frame));
                double error = error(expected, logits);
                assertTrue(error < TOLERANCE, file + " frame " + frame + " is off by " + error);
            }
            List<Tensor> buffers = stream.memory().buffers(network.layers());
            assertEquals(golden.getAsJsonArray("buffers").size(), buffers.size());
            for (int i = 0; i < buffers.size(); i++) {
                assertTrue(buffers.get(i).hasShape(ints(golden.getAsJsonArray("buffers").get(i).getAsJsonArray())));
                JsonObject stats = golden.getAsJsonArray("buffer_stats").get(i).getAsJsonObject();
                assertTrue(stageError(stats, buffers.get(i)) < TOLERANCE);
            }
            stream.reset();
        }
    }

    /** The configuration that the golden's own list of parameters implies. */
    private static NetworkConfig config(JsonObject golden) {
        JsonObject described = golden.getAsJsonObject("config");
        List<TensorInfo> tensors = new ArrayList<>();
        for (JsonElement entry : golden.getAsJsonArray("state_dict")) {
            tensors.add(new TensorInfo(entry.getAsJsonArray().get(0).getAsString(), DType.F32,
                    ints(entry.getAsJsonArray().get(1).getAsJsonArray())));
        }
        KeyMap keys = KeyMap.of(tensors, Architectures.KNOWN);
        assertEquals(List.of(), keys.unknown());
        Map<String, String> known = described.has("segments")
                ? Map.of("segments", described.get("segments").getAsString()) : Map.of();
        NetworkConfig config = new ConfigInference(keys.architecture(), keys.shapes(tensors),
                new DeclaredSettings(keys.family()).with(known)).infer(Architectures.KNOWN);
        assertEquals(described.get("base").getAsString().replace("-online", ""), config.backbone().name());
        return config;
    }

    /** The largest difference over the largest expected value. */
    private static double error(JsonArray expected, Tensor actual) {
        double largest = 0;
        double difference = 0;
        for (int row = 0; row < expected.size(); row++) {
            JsonArray values = expected.get(row).getAsJsonArray();
            for (int i = 0; i < values.size(); i++) {
                largest = Math.max(largest, Math.abs(values.get(i).getAsDouble()));
                difference = Math.max(difference, Math.abs(values.get(i).getAsDouble() - actual.get(row, i)));
            }
        }
        return difference / largest;
    }

    /** How far samples and mean of a stage are off, over its largest value. */
    private static double stageError(JsonObject stage, Tensor actual) {
        assertTrue(actual.hasShape(ints(stage.getAsJsonArray("shape"))), stage.get("shape") + " against " + actual);
        double sum = 0;
        for (float value : actual.data()) {
            sum += value;
        }
        double error = Math.abs(sum / actual.size() - stage.get("mean").getAsDouble());
        JsonArray samples = stage.getAsJsonArray("sample");
        for (int i = 0; i < samples.size(); i++) {
            int index = stage.getAsJsonArray("sample_index").get(i).getAsInt();
            error = Math.max(error, Math.abs(samples.get(i).getAsDouble() - actual.data()[index]));
        }
        return error / stage.get("absmax").getAsDouble();
    }

    private static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(JsonElement::getAsInt).toArray();
    }
}
