package io.github.tsmjava.models;

import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.timing.FramePicker;
import java.util.ArrayList;
import java.util.List;

/**
 * The streams of one network that see the pictures of one camera. Each picks pictures at the rate of the network, and they
 * begin a part of an interval apart. So one sees what lies between the pictures of the other: a quick movement has twice as
 * many answers, and is named sooner.
 */
final class Turns {

    private record Turn(StreamingPlan.Stream stream, FramePicker picker) { }

    private final List<Turn> turns = new ArrayList<>();
    private StreamingPlan.Stream last;

    Turns(StreamingPlan plan, StreamingClassifier.Settings settings) {
        for (int i = 0; i < settings.turns(); i++) {
            turns.add(new Turn(plan.open(), new FramePicker(settings.rate(), (double) i / settings.turns())));
        }
        last = turns.getFirst().stream;
    }

    /** Those whose turn it is: none between the pictures that are to be seen, all of a camera that is slower than the network. */
    List<StreamingPlan.Stream> at(long nanos) {
        List<StreamingPlan.Stream> seeing = new ArrayList<>();
        for (Turn turn : turns) {
            if (turn.picker.pick(nanos)) {
                seeing.add(turn.stream);
                last = turn.stream;
            }
        }
        return seeing;
    }

    /** One of them, always the same. */
    List<StreamingPlan.Stream> first() {
        return List.of(turns.getFirst().stream);
    }

    /** The one that saw a picture last. */
    StreamingPlan.Stream last() {
        return last;
    }

    /** Shows them a picture; the mean of their K scores. */
    static float[] mean(List<StreamingPlan.Stream> seeing, Tensor picture) {
        float[] mean = seeing.getFirst().next(picture).data().clone();
        for (StreamingPlan.Stream stream : seeing.subList(1, seeing.size())) {
            float[] scores = stream.next(picture).data();
            for (int k = 0; k < mean.length; k++) {
                mean[k] += scores[k];
            }
        }
        for (int k = 0; k < mean.length; k++) {
            mean[k] /= seeing.size();
        }
        return mean;
    }

    /** They forget the past, and wait for the next picture. */
    void reset() {
        turns.forEach(turn -> {
            turn.stream.reset();
            turn.picker.reset();
        });
        last = turns.getFirst().stream;
    }
}
