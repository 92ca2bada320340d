package io.github.tsmjava.app.options.streams;

import io.github.tsmjava.app.options.ViewOptions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Modality;
import picocli.CommandLine.Option;

/** How a long video is looked at: window by window. */
public final class WindowOptions {

    private static final int MOST_SECONDS = 86_400;

    @Option(names = "--window", paramLabel = "SECONDS",
            description = "Say what happens in each window of so many seconds: a timeline.")
    private Double window;

    @Option(names = "--every", paramLabel = "SECONDS",
            description =
                    "With --window: from one window to the next (default: as long as a window, so that they meet).")
    private Double every;

    /** Whether videos are looked at in windows. */
    public boolean areGiven() {
        return window != null;
    }

    /**
     * Checks the times.
     *
     * @param hasFrameRate whether the user says how many frames a second videos have
     */
    public void check(boolean hasFrameRate) {
        if (window == null && (every != null || hasFrameRate)) {
            throw new UsageException("--every, --fps: expected with --window");
        }
        requireSeconds("--window", window);
        requireSeconds("--every", every);
    }

    private static void requireSeconds(String option, Double seconds) {
        if (seconds != null && !(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new UsageException("%s: expected above 0 and up to %d seconds, found %s"
                    .formatted(option, MOST_SECONDS, seconds));
        }
    }

    /**
     * The windows of a network. Long videos have many, so it pays to begin with the kernels for long jobs.
     *
     * @param views    what the user says of clips, which windows are instead of
     * @param settings how the network would look at whole videos
     * @throws UsageException if it cannot look at windows so
     */
    public WindowClassifier.Settings settings(PretrainedNetwork model, ViewOptions views,
                                              VideoClassifier.Settings settings) {
        Views asked = settings.views();
        if (views.hasInterval() || !asked.equals(model.views(Views.EFFICIENT).withSize(asked.size()))) {
            throw new UsageException("--window: expected without --setting, --clips, --frame-interval, --crops and "
                    + "--full-resolution; a window is one clip and the centre crop");
        }
        if (model.network().config().modality() != Modality.RGB) {
            throw new UsageException("--window: expected a network that reads pictures, found one for optical flow");
        }
        return WindowClassifier.Settings.of(model).withSize(asked.size()).withWindow(window)
                .withEvery(every == null ? window : every).withAccuracy(settings.accuracy())
                .withKernels(Kernels.get().forJob(Double.POSITIVE_INFINITY));
    }
}
