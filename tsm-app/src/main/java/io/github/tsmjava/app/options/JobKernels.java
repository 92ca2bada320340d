package io.github.tsmjava.app.options;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.video.Views;

/** Kernels by the length of a job: whether to begin in plain Java pays is known here, in the library it is not. */
public final class JobKernels {

    private JobKernels() {
    }

    /** Settings with which so many videos are classified soonest. */
    public static VideoClassifier.Settings settings(PretrainedNetwork model, VideoClassifier.Settings settings,
            int videos) {
        Views views = settings.views();
        return settings.withKernels(of(model, views.cropSize(),
                (double) views.clips().count() * views.crops().count() * videos));
    }

    /**
     * What computes so many clips soonest.
     *
     * @param size of their frames, in pixels
     */
    public static Kernels of(PretrainedNetwork model, int size, double clips) {
        return Kernels.get().forJob(model.network().multiplyAdds(size) * clips);
    }
}
