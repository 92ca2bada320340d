package io.github.tsmjava.app.terminal;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on stderr, where that is a terminal. */
public final class Progress implements AutoCloseable {

    private static final int MILLISECONDS_BETWEEN_UPDATES = 250;

    /** A terminal may go to the next line behind its last column. */
    private static final int WIDTH = Terminal.columns(80) - 1;

    private static final String WIPE = "\r" + " ".repeat(WIDTH) + "\r";

    private static boolean isShown;

    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /** A bar at its beginning, if there is more than one step. */
    public static Progress over(int steps, String task) {
        return steps > 1 ? shown(steps, task) : new Progress(null);
    }

    /** A bar at its beginning, even for one step. It tells the time while a step lasts, too. */
    public static Progress shown(int steps, String task) {
        return new Progress(Terminal.IS_PRESENT
                ? new ProgressBarBuilder().setTaskName(task).setInitialMax(steps)
                        .setStyle(ProgressBarStyle.ASCII).continuousUpdate()
                        .setUpdateIntervalMillis(MILLISECONDS_BETWEEN_UPDATES)
                        // The library's own consumers start a dozen programs to learn about the terminal.
                        .setConsumer(new DelegatingProgressBarConsumer(Progress::show, WIDTH))
                        .clearDisplayOnFinish().build()
                : null);
    }

    /** A stream of lines before which a bar on the terminal gives way; it comes back below them. */
    public static OutputStream yielding(OutputStream stream) {
        return new FilterOutputStream(stream) {

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                synchronized (Progress.class) {
                    wipe();
                    out.write(bytes, from, count);
                    out.flush();
                }
            }
        };
    }

    private static synchronized void show(String text) {
        if (text.isBlank()) {
            wipe();
        } else {
            System.err.print("\r" + Output.line(text));
            System.err.flush();
            isShown = true;
        }
    }

    private static void wipe() {
        if (isShown) {
            System.err.print(WIPE);
            System.err.flush();
            isShown = false;
        }
    }

    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    /** One step, and what to say of it beside the bar. */
    public void step(String note) {
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
