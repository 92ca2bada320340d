package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Preprocessing;
import io.github.tsmjava.web.learn.LearnData.Answer;
import io.github.tsmjava.web.learn.LearnData.Pair;
import io.github.tsmjava.web.learn.LearnData.Played;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the network, and one without the shift, which of two opposite gestures drawn clips show, each played forwards and
 * backwards.
 */
final class Opposites {

    private static final List<Gesture> FIRST =
            List.of(Gesture.SWIPE_LEFT, Gesture.SWIPE_UP, Gesture.ZOOM_IN, Gesture.TURN_CLOCKWISE);
    private static final int CLIPS_OF_EACH = 3;
    private static final int CLASSES = Gesture.values().length;
    /** No network was trained on clips of this seed. */
    private static final int SEED = 20_171;
    private static final int FRAMES = 16;
    private static final int SHOWN_SIZE = 48;

    private final PretrainedNetwork model;
    private final PretrainedNetwork unshifted;
    private final Views views;

    /** @param unshifted sees the same clips and knows the same classes */
    Opposites(PretrainedNetwork model, PretrainedNetwork unshifted, Views views) {
        this.model = model;
        this.unshifted = unshifted;
        this.views = views;
    }

    /** None for a network that does not know these gestures. */
    List<Pair> pairs() throws VideoException {
        if (!model.labels().containsAll(Gesture.labels())) {
            return List.of();
        }
        GestureSet drawn = new GestureSet(CLIPS_OF_EACH * CLASSES, SEED, FRAMES, views.cropSize(), Scenery.VARIED);
        List<Pair> pairs = new ArrayList<>();
        for (Gesture gesture : FIRST) {
            List<Gesture> both = List.of(gesture, gesture.reversed());
            List<Played> played = new ArrayList<>();
            for (int i = 0; i < CLIPS_OF_EACH; i++) {
                for (Gesture shown : both) {
                    try (Video clip = drawn.clip(i * CLASSES + shown.ordinal())) {
                        played.add(played(clip, both, both.indexOf(shown)));
                    }
                }
            }
            pairs.add(new Pair(both.stream().map(Gesture::label).toList(), played));
        }
        return pairs;
    }

    private Played played(Video video, List<Gesture> both, int shown) throws VideoException {
        int segments = model.network().config().segments();
        Preprocessing preprocessing = views.preprocessing(model.flavour(), model.network().config().modality());
        List<List<Image>> clips = new Sampling(views.clips(), segments, 1, model.flavour()).read(video);
        Tensor clip = preprocessing.apply(clips)
                .reshape(segments, model.network().config().channels(), views.cropSize(), views.cropSize());
        return new Played(shown, choices(model, clip, both), choices(unshifted, clip, both),
                Packed.film(preprocessing.views(clips).getFirst(), SHOWN_SIZE));
    }

    /** Forwards and backwards. */
    private int[] choices(PretrainedNetwork asked, Tensor clip, List<Gesture> both) {
        return new Answers(asked, clip).turned().stream().mapToInt(answer -> choice(answer, both)).toArray();
    }

    /** Which of the two has the higher score. */
    private int choice(Answer answer, List<Gesture> both) {
        float first = answer.mean()[model.labels().indexOf(both.getFirst().label())];
        float second = answer.mean()[model.labels().indexOf(both.getLast().label())];
        return first >= second ? 0 : 1;
    }
}
