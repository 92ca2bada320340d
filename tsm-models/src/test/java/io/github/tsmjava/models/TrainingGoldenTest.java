package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.tsmjava.nn.Parameter;
import io.github.tsmjava.nn.training.BatchNormMode;
import io.github.tsmjava.nn.training.Gradients;
import io.github.tsmjava.nn.training.ParameterGroup;
import io.github.tsmjava.nn.training.Sgd;
import io.github.tsmjava.nn.training.Tape;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.CrossEntropy;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Some steps of training against what the original code does under PyTorch, in double precision. Training magnifies rounding,
 * so the measure is how far PyTorch's own single precision has drifted up to the same step.
 */
class TrainingGoldenTest {

    private static final double TIMES_DRIFT = 10;

    static List<String> runs() throws IOException {
        return Shared.goldens("train_");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void run(String file) {
        JsonObject golden = Shared.json("goldens/" + file).getAsJsonObject();
        JsonObject config = golden.getAsJsonObject("config");
        int segments = config.get("segments").getAsInt();
        int classes = config.get("classes").getAsInt();
        int batch = config.get("batch").getAsInt();
        int size = config.get("size").getAsInt();
        String base = config.get("base").getAsString();
        String head = base.equals("mobilenetv2") ? "base_model.classifier" : "base_model.fc";
        Backbone backbone = base.equals("mobilenetv2") ? MobileNetV2Backbone.mit(1)
                : new ResNetBackbone(Integer.parseInt(base.substring("resnet".length())));
        TsmNetwork network = NetworkConfig.tsm(backbone, segments, classes).build((name, role, shape) ->
                new FillRule().get(name.replace("new_fc", head), role, shape));
        BatchNormMode norms = config.get("pbn").getAsBoolean() ? BatchNormMode.PARTIAL : BatchNormMode.TRAINED;
        Tape tape = new Tape(network, norms, 0, 0);
        Sgd sgd = new Sgd(ParameterGroup.tsn(network, norms, false, false), 0.9, false);

        Drift loss = new Drift("loss", golden.getAsJsonArray("loss_float64"), golden.getAsJsonArray("loss_rounding"));
        Drift norm = new Drift("gradient norm", golden.getAsJsonArray("grad_norm_float64"),
                golden.getAsJsonArray("grad_norm_rounding"));
        for (int step = 0; step < config.get("steps").getAsInt(); step++) {
            int first = step * batch;
            int[] labels = new int[batch];
            Arrays.setAll(labels, i -> (first + i) * 7 % classes);
            Tensor logits = tape.forward(
                    FillRule.fill("train.input." + step, 2, 0, batch, segments * 3, size, size));
            if (step == 0) {
                JsonArray expected = golden.getAsJsonArray("first_logits_float64");
                for (int i = 0; i < logits.size(); i++) {
                    assertEquals(expected.get(i / classes).getAsJsonArray().get(i % classes).getAsDouble(),
                            logits.data()[i], 2e-5);
                }
            }
            CrossEntropy entropy = CrossEntropy.of(logits, labels);
            Gradients gradients = tape.backward(entropy.gradient());
            loss.check(step, entropy.loss());
            norm.check(step, gradients.clip(config.get("clip").getAsDouble()));
            sgd.step(gradients, config.get("lr").getAsDouble(), config.get("wd").getAsDouble());
        }
        System.out.println(file + ", drift over PyTorch's: " + loss + "; " + norm);
        checkParameters(network, head, golden, Math.max(loss.allowed, norm.allowed));
    }

    /** Means and first values of all parameters and running statistics after the last step. */
    private static void checkParameters(TsmNetwork network, String head, JsonObject golden, double tolerance) {
        JsonObject after = golden.getAsJsonObject("params_after");
        for (Parameter parameter : network.parameters()) {
            JsonObject expected = after.getAsJsonObject(parameter.name().replace("new_fc", head));
            double std = expected.get("std").getAsDouble();
            JsonArray first = expected.getAsJsonArray("first");
            for (int i = 0; i < first.size(); i++) {
                assertEquals(first.get(i).getAsDouble(), parameter.tensor().data()[i],
                        tolerance * Math.max(std, Math.abs(first.get(i).getAsDouble())), parameter.name());
            }
        }
    }

    /** One quantity against double precision, step by step. */
    private static final class Drift {

        private final String name;
        private final JsonArray exact;
        private final JsonArray rounding;
        private final StringBuilder ratios = new StringBuilder();
        private double allowed;

        Drift(String name, JsonArray exact, JsonArray rounding) {
            this.name = name;
            this.exact = exact;
            this.rounding = rounding;
        }

        void check(int step, double actual) {
            allowed = Math.max(allowed, TIMES_DRIFT * rounding.get(step).getAsDouble());
            double error = Math.abs(actual / exact.get(step).getAsDouble() - 1);
            ratios.append(" %.2f".formatted(TIMES_DRIFT * error / allowed));
            assertTrue(error <= allowed, "%s of step %d is %s, off by %.1e, allowed %.1e"
                    .formatted(name, step, actual, error, allowed));
        }

        @Override
        public String toString() {
            return name + ratios;
        }
    }
}
