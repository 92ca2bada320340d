package io.github.tsmjava.spark.progress;

import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells how far the work is: by a bar on a terminal, else by a line a minute. */
public final class Watch implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final int total;
    private final Tally tally;
    private final PrintWriter err;
    private final long start = System.nanoTime();
    private final Thread thread = Thread.ofPlatform().name("tsm-watch").daemon().unstarted(this::watch);

    private Watch(int total, Tally tally, PrintWriter err) {
        this.total = total;
        this.tally = tally;
        this.err = err;
    }

    /** Begins to tell of so many videos. */
    public static Watch over(int total, Tally tally, PrintWriter err) {
        Watch watch = new Watch(total, tally, err);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        long shown = 0;
        long nextLine = start + BETWEEN_LINES.toNanos();
        try (Progress bar = Progress.shown(total, "spark")) {
            while (true) {
                Thread.sleep(BETWEEN_LOOKS);
                for (long done = Math.min(total, tally.done()); shown < done; shown++) {
                    bar.step(tally.errors() == 0 ? "" : tally.errors() + " errors");
                }
                if (!Terminal.IS_PRESENT && System.nanoTime() - nextLine >= 0) {
                    err.println("tsm: " + line(tally.done(), tally.errors(), total, Duration.ofNanos(System.nanoTime() - start)));
                    nextLine += BETWEEN_LINES.toNanos();
                }
            }
        } catch (InterruptedException e) {
            // The work is done.
        }
    }

    /** As in {@code 1200 of 50000 videos, 3 errors, 20.1 a second, 0:40:29 left}. */
    public static String line(long done, long errors, long total, Duration passed) {
        double rate = done / (passed.toNanos() / 1e9);
        String text = "%d of %d videos, %d errors".formatted(done, total, errors);
        if (done == 0) {
            return text;
        }
        long left = Math.round(Math.max(0, total - done) / rate);
        return text + String.format(Locale.ROOT, ", %.1f a second, %d:%02d:%02d left", rate, left / 3600, left / 60 % 60,
                left % 60);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
