package io.github.tsmjava.app;

import io.github.tsmjava.models.MultiplyAdds;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.Views;

/** Which kernels suit a job: compiling those of the Vector API takes longer than a small job takes without them. */
final class Kernels {

    private static final String PROPERTY = "tsm.kernels";
    /** Multiply-adds that scalar kernels have done by the time vector kernels are compiled. */
    private static final double SMALL_JOB = 4e9;

    private Kernels() {
    }

    /** Asks for scalar kernels where they end first, unless the user asks for others. Comes before anything is computed. */
    static void choose(PretrainedNetwork model, Views views, int videos) {
        int clips = switch (views.clips()) {
            case UNIFORM -> 1;
            case TWICE -> 2;
            case DENSE -> 10;
        };
        double work = (double) MultiplyAdds.perClip(model.network(), views.cropSize())
                * clips * views.crops().count() * videos;
        if (work < SMALL_JOB && System.getProperty(PROPERTY) == null && System.getProperty("tsm.vectorBits") == null) {
            System.setProperty(PROPERTY, "scalar");
        }
    }
}
