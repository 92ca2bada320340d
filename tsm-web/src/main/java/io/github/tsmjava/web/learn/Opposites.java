package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.video.image.VideoException;
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
    private static final int SHOWN_SIZE = 48;

    private final PretrainedNetwork model;
    private final PretrainedNetwork unshifted;
    private final DrawnClips drawn;

    /** @param unshifted sees the same clips and knows the same classes */
    Opposites(PretrainedNetwork model, PretrainedNetwork unshifted, DrawnClips drawn) {
        this.model = model;
        this.unshifted = unshifted;
        this.drawn = drawn;
    }

    List<Pair> pairs() throws VideoException {
        List<Pair> pairs = new ArrayList<>();
        for (Gesture gesture : FIRST) {
            List<Gesture> both = List.of(gesture, gesture.reversed());
            List<Played> played = new ArrayList<>();
            for (int i = 0; i < CLIPS_OF_EACH; i++) {
                for (Gesture shown : both) {
                    played.add(played(drawn.clip(shown, i), both, both.indexOf(shown)));
                }
            }
            pairs.add(new Pair(both.stream().map(Gesture::label).toList(), played));
        }
        return pairs;
    }

    private Played played(DrawnClips.Seen clip, List<Gesture> both, int shown) {
        return new Played(shown, choices(model, clip.tensor(), both), choices(unshifted, clip.tensor(), both),
                Packed.film(clip.frames(), SHOWN_SIZE));
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
