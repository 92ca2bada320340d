package io.github.tsmjava.tensor.kernel.blocked;

/**
 * The temporal shift in front of a convolution on blocked maps: from which frames the convolution reads the channels of
 * the two folds. {@link ConvQuads} makes offsets of it.
 *
 * @param fold      channels in each of the two groups that move
 * @param first     frames from the frame that is computed to the one from which it reads the first group
 * @param second    the same for the second group
 * @param segments  T, the frames of a clip
 * @param circulant whether a clip's ends meet; if not, there are zeros beyond them
 */
public record FoldOffsets(int fold, int first, int second, int segments, boolean circulant) {

    /**
     * For each frame how many frames away it reads the first group and the second, or {@link ConvQuads#OUTSIDE}.
     *
     * @param frames in the batch, whole clips
     */
    public int[][] distances(int frames) {
        int[][] distances = new int[frames][];
        for (int frame = 0; frame < frames; frame++) {
            distances[frame] = new int[] {distance(first, frame), distance(second, frame)};
        }
        return distances;
    }

    /**
     * How many frames away a frame reads, or {@link ConvQuads#OUTSIDE}.
     *
     * @param offset {@link #first} or {@link #second}
     * @param frame  counted over all clips of a batch
     */
    int distance(int offset, int frame) {
        int t = frame % segments;
        int source = t + offset;
        if (source >= 0 && source < segments) {
            return offset;
        }
        return circulant ? Math.floorMod(source, segments) - t : ConvQuads.OUTSIDE;
    }
}
