package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first steps of training networks of all kinds against PyTorch in double precision: without a shift, online, with
 * the shift in front of whole blocks, another share of the channels, a temporal pool, non-local blocks in each mode,
 * optical flow, a new classifier, partial batch norm, gradients that are clipped, a falling rate, mixed labels.
 *
 * <p>A wrong gradient is off by orders of magnitude at the first or second step. Non-local blocks magnify rounding
 * most, since the batch norm behind one stretches what little its answers differ by; there is one in a network here,
 * and the strict comparison is that of the first step.
 */
@Tag("lanes")
class TrainingCasesTest {

    private static final JsonObject CASES = read();
    /** What it costs when rounding moves a number across the kink of its activation. */
    private static final double KINK = 2e-3;
    /** The same with non-local blocks; PyTorch's own single precision differs as much from itself. */
    private static final double NON_LOCAL_KINK = 0.1;

    private static JsonObject read() {
        try (Reader reader = new InputStreamReader(
                TrainingCasesTest.class.getResourceAsStream("training-cases.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Set<String> cases() {
        return CASES.keySet();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void run(String name) {
        assumeFalse("scalar".equals(System.getProperty("tsm.kernels")), "skipped: takes minutes with scalar kernels");
        JsonObject golden = CASES.getAsJsonObject(name);
        TrainingRun run = new TrainingRun(golden.getAsJsonObject("config"));
        double kink = run.network().config().nonLocality().isPresent() ? NON_LOCAL_KINK : KINK;
        Drift loss = Drift.ofLoss(golden, kink);
        Drift norm = Drift.ofNorm(golden, kink);
        for (int i = 0; i < run.steps(); i++) {
            TrainingRun.Step step = run.step();
            loss.check(i, step.loss());
            norm.check(i, step.norm());
        }
        System.out.println(name + ", drift over PyTorch's: " + loss + "; " + norm);
        if (golden.has("eval_logits_after")) {
            TrainingGoldenTest.checkEvaluation(run, golden, Math.max(loss.allowed(), norm.allowed()));
        }
    }
}
