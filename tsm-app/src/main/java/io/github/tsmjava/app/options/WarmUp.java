package io.github.tsmjava.app.options;

import io.github.tsmjava.models.MultiplyAdds;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.Views;

/** Whether kernels in plain Java are worth their while: here it is known how long a job is, in the library it is not. */
public final class WarmUp {

    private static final String PROPERTY = "tsm.warmUp";
    /** Multiply-adds that take as long in plain Java as until vector kernels are compiled and have done the same. */
    private static final double LONG_JOB = 4e9;

    private WarmUp() {
    }

    /** Lets a long job begin with vector kernels, unless the user says otherwise. Comes before anything is computed. */
    public static void choose(PretrainedNetwork model, Views views, int videos) {
        int clips = switch (views.clips()) {
            case UNIFORM -> 1;
            case TWICE -> 2;
            case DENSE -> 10;
        };
        double work = (double) MultiplyAdds.perClip(model.network(), views.cropSize())
                * clips * views.crops().count() * videos;
        if (work >= LONG_JOB && System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "false");
        }
    }
}
