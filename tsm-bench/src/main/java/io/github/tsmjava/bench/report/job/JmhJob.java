package io.github.tsmjava.bench.report.job;

import io.github.tsmjava.bench.jmh.Turns;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JMH benchmark whose forms take turns, in a process of its own.
 *
 * @param benchmark  the class, as JMH finds it
 * @param parameters of the benchmark but for the forms
 * @param forms      at least one
 * @param callMs     about how long a call takes, to tell how much time is left
 */
public record JmhJob(Class<?> benchmark, Map<String, String> parameters, List<String> forms, Effort effort, double callMs)
        implements Job {

    private static final String FORMS = "forms";
    private static final String GARBAGE = "gc.alloc.rate.norm";
    /** Of a process, before it measures. */
    private static final double START_SECONDS = 1.5;

    /** What JMH is given, one word each. */
    @Override
    public String command() {
        return command(Turns.join(forms), effort.warmTurns() * forms.size(), effort.turns() * forms.size());
    }

    /** The line for one form alone, as JMH is mostly used. */
    public String command(String form) {
        return command(form, effort.warmTurns(), effort.turns());
    }

    private String command(String value, int warmTurns, int turns) {
        StringBuilder line = new StringBuilder("./tsm bench jmh " + benchmark.getSimpleName());
        parameters.forEach((name, text) -> line.append(" -p ").append(name).append('=').append(text));
        return line.append(" -p forms=%s -f 1 -wi %d -w %dms -i %d -r %dms -prof gc".formatted(
                value, warmTurns, effort.warmMs(), turns, effort.turnMs())).toString();
    }

    @Override
    public double seconds() {
        return START_SECONDS + forms.size() * effort.seconds(callMs);
    }

    @Override
    public int rounds() {
        return effort.rounds();
    }

    @Override
    public Measurement measure() throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder().include("\\." + benchmark.getSimpleName() + "\\.")
                .param(FORMS, Turns.join(forms)).forks(1)
                .warmupIterations(effort.warmTurns() * forms.size()).warmupTime(TimeValue.milliseconds(effort.warmMs()))
                .measurementIterations(effort.turns() * forms.size())
                .measurementTime(TimeValue.milliseconds(effort.turnMs()))
                .addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT).shouldFailOnError(true);
        parameters.forEach(options::param);
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        // JMH repeats what the process says there, if only that it uses a module.
        System.setErr(new PrintStream(said, true));
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            return read(results.iterator().next().getBenchmarkResults().iterator().next().getIterationResults());
        } catch (RunnerException e) {
            throw new IOException("%s: %s: %s".formatted(command(), e.getMessage(), said.toString().strip()), e);
        } finally {
            System.setErr(err);
        }
    }

    private Measurement read(Collection<IterationResult> iterations) {
        int count = forms.size();
        Map<String, double[]> times = new LinkedHashMap<>();
        Map<String, Double> garbage = new LinkedHashMap<>();
        forms.forEach(form -> times.put(form, new double[effort.turns()]));
        int index = 0;
        for (IterationResult iteration : iterations) {
            String form = forms.get(Turns.form(effort.warmTurns() * count + index, count));
            times.get(form)[index / count] = iteration.getPrimaryResult().getScore();
            Result<?> bytes = iteration.getSecondaryResults().get(GARBAGE);
            // JMH leaves it out where nothing was allocated.
            garbage.merge(form, bytes == null ? 0 : bytes.getScore(), Math::min);
            index++;
        }
        return new Measurement(command(), times, garbage, Map.of(), List.of());
    }
}
