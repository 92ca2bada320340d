package io.github.tsmjava.models;

import java.io.Serializable;
import java.util.List;

/**
 * What a network says of some of a video's clips, before the average over all of them. The clips of a long video may be scored
 * apart, on different machines, and put together by {@link VideoClassifier#combine}.
 *
 * @param name       the video file or folder of frames
 * @param frameCount frames of the whole video
 * @param decoder    what decoded them
 * @param first      0-based number of the first of these clips
 * @param count      how many clips they are
 * @param logits     K scores for each view: of each crop in turn, those of each of these clips
 * @param time       where the time went
 */
public record ClipScores(String name, int frameCount, String decoder, int first, int count, List<float[]> logits,
                         Prediction.Time time) implements Serializable {

    public ClipScores {
        logits = List.copyOf(logits);
    }
}
