package io.github.tsmjava.app.report;

import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Says how training goes: a bar for the epoch under way, a line for each that is done, and what came out. */
public final class TrainingReport implements Trainer.Listener, AutoCloseable {

    /**
     * A network that knows nothing loses ln K nats, and few of those that learn lose much more for a whole epoch:
     * beyond three times as much and one, the right class has a probability below K⁻³/e, which takes large and wrong
     * logits.
     */
    private static final double RUNAWAY_FACTOR = 3;
    private static final double RUNAWAY_MARGIN = 1;
    private static final Pattern PLAIN = Pattern.compile("[\\w./+-]+");

    private final PrintWriter out;
    private final PrintWriter err;
    private final int epochs;
    private final double chance;
    private final int validationVideos;
    /** Lines of the validation list whose videos cannot be read; each is named once. */
    private final Set<Integer> named = new HashSet<>();
    private Progress bar;
    private long start = System.nanoTime();
    private double loss;
    private double top1;
    private int steps;
    private double rate;
    private boolean warned;
    private Evaluation last;

    /**
     * @param classes          K
     * @param validationVideos 0 without a validation list
     */
    public TrainingReport(PrintWriter out, PrintWriter err, int epochs, int classes, int validationVideos) {
        this.out = out;
        this.err = err;
        this.epochs = epochs;
        this.chance = Math.log(classes);
        this.validationVideos = validationVideos;
    }

    /** Shows the bar at once: the first step may take half a minute. */
    @Override
    public synchronized void started(int epoch, int steps) {
        if (steps > 0) {
            bar = Progress.shown(steps, "epoch %d of %d".formatted(epoch, epochs));
        }
    }

    @Override
    public synchronized void trained(Trainer.Step step) {
        loss += step.loss();
        top1 += step.top1();
        rate = step.learningRate();
        steps++;
        bar.step(String.format(Locale.ROOT, "loss %.3f, top-1 %.1f %%", loss / steps, 100 * top1 / steps));
        if (step.step() == step.steps()) {
            close();
        }
    }

    @Override
    public synchronized void failed(Failed video) {
        err.println("tsm: left out: " + video.reason());
    }

    @Override
    public synchronized void validated() {
        if (bar == null) {
            bar = Progress.over(validationVideos, "validation");
        }
        bar.step();
    }

    @Override
    public synchronized void finished(int epoch, Evaluation evaluation) {
        close();
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        // A training that was stopped during validation is resumed behind the last step.
        String training = steps == 0 ? "trained before"
                : String.format(Locale.ROOT, "loss %.4f, top-1 %.2f %%", loss / steps, 100 * top1 / steps);
        out.printf(Locale.ROOT, "epoch %d of %d: %s%s; %s, %s left%n", epoch, epochs, training,
                evaluation == null ? "" : validation(evaluation), clock(time),
                clock(time.multipliedBy(epochs - epoch)));
        warnOfRunaway(epoch);
        last = evaluation == null ? last : evaluation;
        start = System.nanoTime();
        loss = 0;
        top1 = 0;
        steps = 0;
    }

    private void warnOfRunaway(int epoch) {
        if (!warned && steps > 0 && loss / steps > RUNAWAY_FACTOR * chance + RUNAWAY_MARGIN) {
            err.printf(Locale.ROOT, "tsm: training runs away: the loss of epoch %d is %.4g, that of guessing %.4g; a "
                    + "smaller --lr than %s may help%n", epoch, loss / steps, chance, rate);
            warned = true;
        }
    }

    /**
     * Says what training has left behind and what to do with it.
     *
     * @param best       top-1 accuracy, 0 to 1; 0 for none
     * @param evaluation the options of {@code ./tsm eval} that say on which videos
     */
    public void ended(Path folder, double best, String evaluation) {
        boolean hasBest = best > 0;
        List<String> files = Stream.of(Trainer.CHECKPOINT, Trainer.BEST, Trainer.LOG, Trainer.VALIDATION_LOG,
                Trainer.CURVES)
                .filter(file -> Files.exists(folder.resolve(file))).toList();
        out.printf("written to %s: %s, and events.out.tfevents.… for TensorBoard%n", folder, String.join(", ", files));
        if (validationVideos > 0) {
            out.printf(Locale.ROOT, "validation top-1: best %.2f %%%s%n", 100 * best, last == null ? ""
                    : String.format(Locale.ROOT, ", last %.2f %%", 100 * last.confusion().top1()));
        }
        String weights = quoted(folder.resolve(hasBest ? Trainer.BEST : Trainer.CHECKPOINT));
        out.printf("try it: ./tsm classify --weights %s CLIP%n", weights);
        out.printf("test it: ./tsm eval --weights %s %s%n", weights, evaluation);
    }

    /** A path as a shell takes it. */
    public static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private String validation(Evaluation evaluation) {
        String text = String.format(Locale.ROOT, ", validation loss %.4f, top-1 %.2f %%", evaluation.loss(),
                100 * evaluation.confusion().top1());
        int failed = evaluation.failed().size();
        evaluation.failed().stream().filter(video -> named.add(video.entry().line()))
                .forEach(video -> err.println("tsm: left out of validation: " + video.reason()));
        return failed == 0 ? text : text + " (%d of %d videos left out)".formatted(failed, validationVideos);
    }

    private static String clock(Duration time) {
        return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
