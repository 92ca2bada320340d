package io.github.tsmjava.models;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a network says of a video.
 *
 * @param name          the video file or folder of frames, or what a video in memory is called
 * @param frameCount    its frames
 * @param decoder       what decoded it
 * @param clips         the 0-based frame indices of each clip's segments
 * @param logits        K scores, the mean over all views
 * @param probabilities K probabilities
 * @param labels        K names, or empty if the network has none
 * @param time          where the time went
 */
public record Prediction(String name, int frameCount, String decoder, int[][] clips, float[] logits,
                         float[] probabilities, List<String> labels, Time time) {

    /** One class and how sure the network is of it. */
    public record Score(int index, String label, float logit, float probability) {

        /** The most probable classes, best first. */
        static List<Score> top(int count, float[] logits, float[] probabilities, List<String> labels) {
            return IntStream.range(0, probabilities.length).boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -probabilities[i])
                            .thenComparingDouble(i -> -logits[i]))
                    .limit(count)
                    .map(i -> of(i, logits, probabilities, labels))
                    .toList();
        }

        static Score of(int index, float[] logits, float[] probabilities, List<String> labels) {
            return new Score(index, labels.isEmpty() ? "class " + index : labels.get(index), logits[index],
                    probabilities[index]);
        }
    }

    /** Wall-clock milliseconds. */
    public record Time(double decode, double preprocess, double network) implements Serializable {
    }

    /**
     * What a network says of some of a video's clips, before the average over all of them. The clips of a long video may be
     * scored apart, on different machines, and put together by {@link VideoClassifier#combine}.
     *
     * @param name       the video file or folder of frames
     * @param frameCount frames of the whole video
     * @param decoder    what decoded them
     * @param first      0-based number of the first of these clips
     * @param count      how many clips they are
     * @param logits     K scores for each view: of each crop in turn, those of each of these clips
     * @param time       where the time went
     */
    public record ClipScores(String name, int frameCount, String decoder, int first, int count, List<float[]> logits, Time time)
            implements Serializable {

        public ClipScores {
            logits = List.copyOf(logits);
        }
    }

    /** The most probable class. */
    public Score best() {
        return top(1).getFirst();
    }

    /** The {@code count} most probable classes, or all if there are fewer, best first; ties in order of the classes. */
    public List<Score> top(int count) {
        return Score.top(count, logits, probabilities, labels);
    }
}
