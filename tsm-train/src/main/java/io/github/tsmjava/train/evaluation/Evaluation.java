package io.github.tsmjava.train.evaluation;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Scored;
import io.github.tsmjava.video.VideoList.Entry;
import java.util.List;
import java.util.stream.IntStream;

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

    /**
     * Counts how often each true class was taken for each class, and what follows from it. Not for several threads at once.
     */
    public static final class Confusion {

        private final int[][] counts;
        private final int topK;
        private int topKHits;

        /**
         * @param classes K
         * @param topK    a sample also counts as found when its class is among the topK most probable; at most K
         */
        public Confusion(int classes, int topK) {
            require(classes >= 1, "classes must be at least 1, got %d", classes);
            require(topK >= 1, "top-k needs at least 1, got %d", topK);
            this.counts = new int[classes][classes];
            this.topK = Math.min(topK, classes);
        }

        /**
         * Adds one sample.
         *
         * @param scores K scores, the larger the more probable; of equal scores the first wins
         * @param label  the true class
         */
        public void add(float[] scores, int label) {
            require(scores.length == counts.length, "expected %d scores, got %d", counts.length, scores.length);
            require(label >= 0 && label < counts.length, "label %d is not below %d classes", label, counts.length);
            int best = 0;
            int ahead = 0;
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] > scores[best]) {
                    best = i;
                }
                if (scores[i] > scores[label] || scores[i] == scores[label] && i < label) {
                    ahead++;
                }
            }
            counts[label][best]++;
            topKHits += ahead < topK ? 1 : 0;
        }

        /** Samples added so far. */
        public int samples() {
            return IntStream.range(0, counts.length).map(this::samples).sum();
        }

        /** Samples of one true class. */
        public int samples(int label) {
            return IntStream.of(counts[label]).sum();
        }

        /** How many samples of class {@code label} were taken for class {@code predicted}. */
        public int count(int label, int predicted) {
            return counts[label][predicted];
        }

        /** The share of samples whose class was the most probable one, 0 to 1; 0 without samples. */
        public double top1() {
            return share(IntStream.range(0, counts.length).map(i -> counts[i][i]).sum(), samples());
        }

        /** The share of samples whose class was among the k most probable ones, 0 to 1; 0 without samples. */
        public double topK() {
            return share(topKHits, samples());
        }

        /** The share of a class's samples that were found, 0 to 1; 0 without samples. */
        public double recall(int label) {
            return share(counts[label][label], samples(label));
        }

        /** The mean recall over the classes that have samples. Classes without any are left out: they say nothing. */
        public double meanClass() {
            return IntStream.range(0, counts.length).filter(label -> samples(label) > 0).mapToDouble(this::recall)
                    .average().orElse(0);
        }

        private static double share(int part, int whole) {
            return whole == 0 ? 0 : (double) part / whole;
        }
    }
}
