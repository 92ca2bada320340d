package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Some steps of training against what the original code does under PyTorch, in double precision. Training magnifies
 * rounding, so the measure is how far PyTorch's own single precision has drifted up to the same step.
 */
class TrainingGoldenTest {

    /** The scalar kernels round least, and are held to PyTorch's drift from the first step on. */
    private static final boolean SCALAR = "scalar".equals(System.getProperty("tsm.kernels"));
    /** What it costs when rounding moves a number across the kink of its activation. */
    private static final double KINK = 2e-3;
    /** The same in MobileNetV2's small maps, where a few steps later nothing of the numbers is left to compare. */
    private static final double SMALL_KINK = 1e-2;
    private static final int STEPS_AFTER_SMALL_KINK = 4;

    static List<String> runs() throws IOException {
        return Shared.goldens("train_");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void run(String file) {
        JsonObject golden = Shared.json("goldens/" + file).getAsJsonObject();
        TrainingRun run = new TrainingRun(golden.getAsJsonObject("config"));
        boolean small = !SCALAR && run.isMobileNet();
        double kink = SCALAR ? 0 : small ? SMALL_KINK : KINK;
        Drift loss = Drift.ofLoss(golden, kink);
        Drift norm = Drift.ofNorm(golden, kink);
        for (int i = 0; i < (small ? STEPS_AFTER_SMALL_KINK : run.steps()); i++) {
            TrainingRun.Step step = run.step();
            if (i == 0) {
                checkLogits(golden, step.logits());
            }
            loss.check(i, step.loss());
            norm.check(i, step.norm());
        }
        System.out.println(file + ", drift over PyTorch's: " + loss + "; " + norm);
        if (!small) {
            double allowed = Math.max(loss.allowed(), norm.allowed());
            checkParameters(run, golden, allowed);
            checkStatistics(run, golden, allowed);
            checkEvaluation(run, golden, allowed);
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
        assertTrue(error <= Drift.TIMES_DRIFT * rounding, "logits off by " + error + ", PyTorch's by " + rounding);
    }

    /** The first values of all parameters and running statistics after the last step, as one vector. */
    private static void checkParameters(TrainingRun run, JsonObject golden, double allowed) {
        JsonObject after = golden.getAsJsonObject("params_after");
        double difference = 0;
        double length = 0;
        for (Parameter parameter : run.network().parameters()) {
            JsonArray first = after.getAsJsonObject(run.originalName(parameter.name())).getAsJsonArray("first");
            for (int i = 0; i < first.size(); i++) {
                double expected = first.get(i).getAsDouble();
                difference += Math.pow(parameter.tensor().data()[i] - expected, 2);
                length += expected * expected;
            }
        }
        double error = Math.sqrt(difference / length);
        System.out.printf("parameters afterwards: error %.1e, PyTorch's losses and norms have drifted by %.1e%n",
                error, allowed / Drift.TIMES_DRIFT);
        assertTrue(error <= allowed, "parameters off by " + error + ", allowed " + allowed);
    }

    /** Mean and standard deviation of each parameter after the last step. */
    private static void checkStatistics(TrainingRun run, JsonObject golden, double allowed) {
        double worst = 0;
        for (Parameter parameter : run.network().parameters()) {
            JsonObject expected = golden.getAsJsonObject("params_after")
                    .getAsJsonObject(run.originalName(parameter.name()));
            double mean = expected.get("mean").getAsDouble();
            double deviation = expected.get("std").getAsDouble();
            float[] numbers = parameter.tensor().data();
            double sum = 0;
            double squares = 0;
            for (float number : numbers) {
                sum += number - mean;
                squares += Math.pow(number - mean, 2);
            }
            double meanError = Math.abs(sum / numbers.length);
            double deviationError = Math.abs(Math.sqrt(squares / numbers.length - meanError * meanError) - deviation);
            double error = Math.max(meanError, deviationError) / deviation;
            assertTrue(error <= allowed,
                    () -> "%s: mean off by %.1e and standard deviation by %.1e of %.1e, allowed %.1e"
                    .formatted(parameter.name(), meanError, deviationError, deviation, allowed));
            worst = Math.max(worst, error);
        }
        System.out.printf("means and deviations afterwards: error %.1e, allowed %.1e%n", worst, allowed);
    }

    /** What the trained network answers, with the running statistics it has gathered. */
    static void checkEvaluation(TrainingRun run, JsonObject golden, double allowed) {
        Tensor logits = run.evaluate();
        JsonArray exact = golden.getAsJsonArray("eval_logits_after_float64");
        JsonArray single = golden.getAsJsonArray("eval_logits_after");
        double error = 0;
        double rounding = 0;
        double largest = 0;
        for (int i = 0; i < logits.size(); i++) {
            double expected = exact.get(i).getAsDouble();
            error = Math.max(error, Math.abs(logits.data()[i] - expected));
            rounding = Math.max(rounding, Math.abs(single.get(i).getAsDouble() - expected));
            largest = Math.max(largest, Math.abs(expected));
        }
        System.out.printf("logits afterwards: error %.1e, PyTorch's %.1e%n", error / largest, rounding / largest);
        double tolerance = Math.max(allowed * largest, Drift.TIMES_DRIFT * rounding);
        assertTrue(error <= tolerance, "logits off by " + error + ", PyTorch's by " + rounding);
    }
}
