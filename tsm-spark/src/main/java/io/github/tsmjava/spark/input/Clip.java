package io.github.tsmjava.spark.input;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A video that is to be looked at.
 *
 * @param path   as Hadoop's file systems name it
 * @param name   the same below the folder or list that it comes from
 * @param bytes  of its file, or of the files of its folder; 0 if that is not known
 * @param offset frames of a folder in front of its first one
 * @param frames of a folder, or -1 for all
 */
public record Clip(String path, String name, long bytes, int offset, int frames) implements Serializable {

    /** The frames of a video that is seen as a whole. */
    public static final int ALL = -1;

    /** What a short video costs beside its bytes, since the network computes as much for each. */
    private static final long LEAST_WEIGHT = 1 << 18;

    /** The largest first, so that none of them is begun when all others are done. */
    public static final Comparator<Clip> LARGEST_FIRST =
            Comparator.comparingLong(Clip::bytes).reversed().thenComparing(Clip::path);

    /** A whole video. */
    public Clip(String path, String name, long bytes) {
        this(path, name, bytes, 0, ALL);
    }

    /** The same, of so many bytes. */
    public Clip withBytes(long other) {
        return new Clip(path, name, other, offset, frames);
    }

    /** Roughly how long it takes, in bytes of video. */
    public long weight() {
        return bytes + LEAST_WEIGHT;
    }
}
