package io.github.tsmjava.models.streaming;

import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import java.util.ArrayDeque;
import java.util.Deque;

/** The class with the highest mean score over the newest frames: over those of a clip, what is said of the clip. */
final class MeanOfNewest implements Smoother {

    private final int frames;
    private final Deque<float[]> newest = new ArrayDeque<>();
    private int last = -1;

    private MeanOfNewest(int frames) {
        this.frames = frames;
    }

    static MeanOfNewest over(int frames) {
        return new MeanOfNewest(frames);
    }

    @Override
    public Decision next(float[] logits) {
        if (newest.size() == frames) {
            newest.removeFirst();
        }
        newest.addLast(logits.clone());
        float[] mean = mean(newest);
        int index = Scores.largest(mean);
        boolean changed = last >= 0 && last != index;
        last = index;
        return new Decision(index, Scores.probabilities(mean), changed);
    }

    private static float[] mean(Deque<float[]> rows) {
        float[] mean = new float[rows.getFirst().length];
        for (int k = 0; k < mean.length; k++) {
            double sum = 0;
            for (float[] row : rows) {
                sum += row[k];
            }
            mean[k] = (float) (sum / rows.size());
        }
        return mean;
    }
}
