package io.github.tsmjava.train.evaluation;

import io.github.tsmjava.models.Average;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Scored;
import io.github.tsmjava.video.VideoList.Entry;
import java.util.List;

/**
 * What came out of the videos of a list.
 *
 * @param outcomes  one for each entry, in the order of the list
 * @param confusion over the videos that could be classified; its top-k is the top-5
 * @param loss      the mean cross entropy of these videos, in nats; NaN without any
 */
public record Evaluation(List<Outcome> outcomes, Confusion confusion, double loss) {

    /** What became of one video of a list. */
    public sealed interface Outcome {

        Entry entry();

        /**
         * It was classified.
         *
         * @param scores K scores, the larger the more probable
         */
        record Scored(Entry entry, float[] scores) implements Outcome {

            /** The class with the largest score; of equal ones the first. */
            public int predicted() {
                int best = 0;
                for (int i = 1; i < scores.length; i++) {
                    best = scores[i] > scores[best] ? i : best;
                }
                return best;
            }
        }

        /**
         * It is missing, cannot be decoded or has no frames.
         *
         * @param reason one line that names the file
         */
        record Failed(Entry entry, String reason) implements Outcome {

            /** What went wrong with a video, its name in front if the message does not say it. */
            public static Failed of(Entry entry, Throwable e) {
                String reason = String.valueOf(e.getMessage());
                return new Failed(entry, reason.contains(entry.path()) ? reason : entry.path() + ": " + reason);
            }
        }
    }

    private static final int TOP = 5;

    /**
     * Counts what became of each video.
     *
     * @param classes K
     * @param average what the scores are
     */
    public static Evaluation of(List<Outcome> outcomes, int classes, Average average) {
        Confusion confusion = new Confusion(classes, TOP);
        double loss = 0;
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Scored scored) {
                confusion.add(scored.scores(), scored.entry().label());
                loss += average.crossEntropy(scored.scores(), scored.entry().label());
            }
        }
        return new Evaluation(List.copyOf(outcomes), confusion, loss / confusion.samples());
    }

    /** The videos that could be classified. */
    public List<Scored> scored() {
        return outcomes.stream().filter(Scored.class::isInstance).map(Scored.class::cast).toList();
    }

    /** The videos that could not be read; they do not count. */
    public List<Failed> failed() {
        return outcomes.stream().filter(Failed.class::isInstance).map(Failed.class::cast).toList();
    }
}
