package io.github.tsmjava.app.options;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.video.Views;

/** Whether to begin in plain Java pays: here it is known how long a job is, in the library it is not. */
public final class LongJobs {

    /** Multiply-adds that take as long in plain Java as until vector kernels are compiled and have done the same. */
    private static final double LONG = 4e9;

    private LongJobs() {
    }

    /** Settings with which a long job begins with vector kernels. */
    public static VideoClassifier.Settings settings(PretrainedNetwork model, VideoClassifier.Settings settings,
            int videos) {
        Views views = settings.views();
        return settings.withKernels(kernels(model, views.cropSize(),
                (double) views.clips().count() * views.crops().count() * videos));
    }

    /**
     * What computes so many clips soonest.
     *
     * @param size of their frames, in pixels
     */
    public static Kernels kernels(PretrainedNetwork model, int size, double clips) {
        Kernels usual = Kernels.get();
        return model.network().multiplyAdds(size) * clips < LONG ? usual : usual.forLongJobs();
    }
}
