package io.github.tsmjava.app;

import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Outcome.Failed;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Says how training goes: a bar for the epoch under way and a line for each that is done. */
final class TrainingReport implements Trainer.Listener, AutoCloseable {

    private final PrintWriter out;
    private final PrintWriter err;
    private final int epochs;
    private final int validationVideos;
    /** Lines of the validation list whose videos cannot be read; each is named once. */
    private final Set<Integer> named = new HashSet<>();
    private Progress bar;
    private long start = System.nanoTime();
    private double loss;
    private double top1;
    private int steps;

    /** @param validationVideos 0 without a validation list */
    TrainingReport(PrintWriter out, PrintWriter err, int epochs, int validationVideos) {
        this.out = out;
        this.err = err;
        this.epochs = epochs;
        this.validationVideos = validationVideos;
    }

    @Override
    public synchronized void trained(Trainer.Step step) {
        loss += step.loss();
        top1 += step.top1();
        steps++;
        if (bar == null) {
            bar = Progress.over(step.steps() - step.step() + 1, "epoch %d of %d".formatted(step.epoch(), epochs));
        }
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
        start = System.nanoTime();
        loss = 0;
        top1 = 0;
        steps = 0;
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
