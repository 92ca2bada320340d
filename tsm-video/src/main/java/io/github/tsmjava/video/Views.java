package io.github.tsmjava.video;

import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.Serializable;

/**
 * How a video becomes views at test time. Scores are averaged over views; there are as many as clips times crops.
 *
 * @param clips          which frames are looked at
 * @param crops          which parts of a frame
 * @param size           side of the centre crop in pixels; the shorter side is resized to size · 256 / 224
 * @param fullResolution whether crops are as large as that shorter side, so that they cover the frame
 * @see <a href="https://arxiv.org/abs/1811.08383">TSM, section 5.1</a>
 */
public record Views(Sampling.Strategy clips, Crops crops, int size, boolean fullResolution)
        implements Serializable {

    /** One uniform clip, the centre crop of 224 pixels. */
    public static final Views EFFICIENT = new Views(Sampling.Strategy.UNIFORM, Crops.ONE, Preprocessing.USUAL_SIZE,
            false);
    /** Two clips, three crops of 256 pixels that cover the frame. */
    public static final Views ACCURATE = new Views(Sampling.Strategy.TWICE, Crops.THREE, Preprocessing.USUAL_SIZE,
            true);

    /** The same with a centre crop of another size in pixels. */
    public Views withSize(int other) {
        return new Views(clips, crops, other, fullResolution);
    }

    /** The same for a network of neighbouring frames: one dense clip where it was one of the video, else ten. */
    public Views ofNeighbours() {
        return new Views(clips.count() == 1 ? Sampling.Strategy.MIDDLE : Sampling.Strategy.DENSE, crops, size,
                fullResolution);
    }

    /** Length of a frame's shorter side after resizing, in pixels. */
    public int shortSide() {
        return Preprocessing.shortSide(size);
    }

    /** Side of the square that the network sees, in pixels. */
    public int cropSize() {
        return fullResolution ? shortSide() : size;
    }

    /**
     * What makes these views of frames.
     *
     * @throws IllegalArgumentException if the size is not a possible one
     */
    public Preprocessing preprocessing(Flavour flavour, Modality modality) {
        return Preprocessing.of(flavour, cropSize()).withShortSide(shortSide()).withCrops(crops).withModality(modality);
    }
}
