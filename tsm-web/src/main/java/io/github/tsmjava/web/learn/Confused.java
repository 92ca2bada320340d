package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.learn.LearnData.Confusions;
import java.util.List;

/** Counts which gesture the network, and its twin without the shift, take each drawn clip for. */
final class Confused {

    /** With two hundred clips the page is made in some seconds. */
    static final int CLIPS_OF_EACH = 20;

    private static final List<Gesture> SHOWN = List.of(Gesture.values());

    private final PretrainedNetwork model;
    private final PretrainedNetwork twin;
    private final DrawnClips drawn;

    /** @param twin sees the same clips and knows the same classes in the same order */
    Confused(PretrainedNetwork model, PretrainedNetwork twin, DrawnClips drawn) {
        this.model = model;
        this.twin = twin;
        this.drawn = drawn;
    }

    Confusions count() throws VideoException {
        int classes = model.labels().size();
        int[][] with = new int[SHOWN.size()][classes];
        int[][] without = new int[SHOWN.size()][classes];
        NetworkConfig config = model.network().config();
        int[] shape = {1, config.segments() * config.channels(), model.size(), model.size()};
        InferencePlan plan = InferencePlan.compile(model.network(), shape);
        InferencePlan twinsPlan = InferencePlan.compile(twin.network(), shape);
        for (Gesture gesture : SHOWN) {
            for (int i = 0; i < CLIPS_OF_EACH; i++) {
                Tensor clip = drawn.clip(gesture, i).tensor().reshape(shape);
                with[gesture.ordinal()][best(plan.run(clip))]++;
                without[gesture.ordinal()][best(twinsPlan.run(clip))]++;
            }
        }
        return new Confusions(Gesture.labels(), CLIPS_OF_EACH, with, without);
    }

    private static int best(Tensor scores) {
        int best = 0;
        for (int k = 1; k < scores.size(); k++) {
            if (scores.data()[k] > scores.data()[best]) {
                best = k;
            }
        }
        return best;
    }
}
