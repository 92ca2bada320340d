package io.github.tsmjava.app;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on stderr, where that is a terminal and there is more than one thing to do. */
final class Progress implements AutoCloseable {

    /** Set by the launcher, since Java itself cannot tell whether stderr is a terminal. */
    private static final boolean TERMINAL = Boolean.getBoolean("tsm.terminal");

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    static Progress over(int steps, String task) {
        return new Progress(TERMINAL && steps > 1
                ? new ProgressBarBuilder().setTaskName(task).setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII).clearDisplayOnFinish().build()
                : null);
    }

    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /** One step, and what to say of it beside the bar. */
    void step(String note) {
        if (bar != null) {
            bar.setExtraMessage(note);
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
