package io.github.tsmjava.train.evaluation;

import io.github.tsmjava.video.VideoList.Entry;

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
