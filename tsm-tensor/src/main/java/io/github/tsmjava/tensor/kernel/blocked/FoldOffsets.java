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
