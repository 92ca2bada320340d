package io.github.tsmjava.models;

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
 * Some steps of training against what the original code does under PyTorch, in double precision. Training magnifies
 * rounding, so the measure is how far PyTorch's own single precision has drifted up to the same step.
 */
class TrainingGoldenTest {

    private static final double TIMES_DRIFT = 10;
    /** The scalar kernels round least, and are held to PyTorch's drift from the first step on. */
    private static final boolean SCALAR = "scalar".equals(System.getProperty("tsm.kernels"));
    /** The first step, before anything is magnified. */
    private static final double FIRST_STEP = 1e-4;
    /** What it costs when rounding moves a number across the kink of its activation. */
    private static final double KINK = 2e-3;
    /** The same in MobileNetV2's small maps, where a few steps later nothing of the numbers is left to compare. */
    private static final double SMALL_KINK = 1e-2;
    private static final int STEPS_AFTER_SMALL_KINK = 3;

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

        boolean small = !SCALAR && base.equals("mobilenetv2");
        double kink = SCALAR ? 0 : small ? SMALL_KINK : KINK;
        Drift loss = new Drift("loss", kink, golden.getAsJsonArray("loss_float64"),
                golden.getAsJsonArray("loss_rounding"));
        Drift norm = new Drift("gradient norm", kink, golden.getAsJsonArray("grad_norm_float64"),
                golden.getAsJsonArray("grad_norm_rounding"));
        for (int step = 0; step < (small ? STEPS_AFTER_SMALL_KINK : config.get("steps").getAsInt()); step++) {
            int first = step * batch;
            int[] labels = new int[batch];
            Arrays.setAll(labels, i -> (first + i) * 7 % classes);
            Tensor logits = tape.forward(
                    FillRule.fill("train.input." + step, 2, 0, batch, segments * 3, size, size));
            if (step == 0) {
                checkLogits(golden, logits);
            }
            CrossEntropy entropy = CrossEntropy.of(logits, labels);
            Gradients gradients = tape.backward(entropy.gradient());
            loss.check(step, entropy.loss());
            norm.check(step, gradients.clip(config.get("clip").getAsDouble()));
            sgd.step(gradients, config.get("lr").getAsDouble(), config.get("wd").getAsDouble());
        }
        System.out.println(file + ", drift over PyTorch's: " + loss + "; " + norm);
        if (!small) {
            checkParameters(network, head, golden, Math.max(loss.allowed, norm.allowed));
        }
    }

    /** Before the first step nothing has been magnified yet. */
    private static void checkLogits(JsonObject golden, Tensor logits) {
        JsonArray exact = golden.getAsJsonArray("first_logits_float64");
        JsonArray single = golden.getAsJsonArray("first_logits");
        double error = 0;
        double rounding = 0;
        for (int i = 0; i < logits.size(); i++) {
            int row = i / logits.dim(1);
            int k = i % logits.dim(1);
            double expected = exact.get(row).getAsJsonArray().get(k).getAsDouble();
            error = Math.max(error, Math.abs(logits.data()[i] - expected));
            rounding = Math.max(rounding, Math.abs(single.get(row).getAsJsonArray().get(k).getAsDouble() - expected));
        }
        System.out.printf("error of the first logits over PyTorch's: %.2f%n", error / rounding);
        assertTrue(error <= TIMES_DRIFT * rounding, "logits off by " + error + ", PyTorch's by " + rounding);
    }

    /** The first values of all parameters and running statistics after the last step, as one vector. */
    private static void checkParameters(TsmNetwork network, String head, JsonObject golden, double allowed) {
        JsonObject after = golden.getAsJsonObject("params_after");
        double difference = 0;
        double length = 0;
        for (Parameter parameter : network.parameters()) {
            JsonArray first = after.getAsJsonObject(parameter.name().replace("new_fc", head)).getAsJsonArray("first");
            for (int i = 0; i < first.size(); i++) {
                double expected = first.get(i).getAsDouble();
                difference += Math.pow(parameter.tensor().data()[i] - expected, 2);
                length += expected * expected;
            }
        }
        double error = Math.sqrt(difference / length);
        System.out.printf("parameters afterwards: error %.1e, PyTorch's losses and norms have drifted by %.1e%n",
                error, allowed / TIMES_DRIFT);
        assertTrue(error <= allowed, "parameters off by " + error + ", allowed " + allowed);
    }

    /** One quantity against double precision, step by step. */
    private static final class Drift {

        private final String name;
        private final JsonArray exact;
        private final JsonArray rounding;
        private final StringBuilder ratios = new StringBuilder();
        private final double kink;
        private double allowed;

        Drift(String name, double kink, JsonArray exact, JsonArray rounding) {
            this.name = name;
            this.kink = kink;
            this.exact = exact;
            this.rounding = rounding;
        }

        void check(int step, double actual) {
            allowed = Math.max(allowed, step == 0 ? Math.min(kink, FIRST_STEP) : kink);
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
