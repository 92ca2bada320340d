package io.github.tsmjava.video.container;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;

/** Decodes the samples of one track, one after the other in their order in the file, starting at a key frame. */
public interface FrameDecoder {

    /**
     * Decodes a sample.
     *
     * @param sample the coded frame
     * @param wanted whether the picture is needed, or only what later samples refer to
     * @return the picture before rotation; null if it was not wanted or the sample holds none
     * @throws VideoException or any unchecked exception if it cannot be decoded
     */
    Image decode(byte[] sample, boolean wanted) throws VideoException;

    /** Of a frame, as far as the header tells: what decoding costs. */
    int pixels();

    /** Bytes that it needs at least to decode so many frames that are kept; 0 if it cannot tell. */
    default long room(int frames) {
        return 0;
    }

    /** Whether decoding can really start at a sample that the container calls a key frame. */
    default boolean isKey(byte[] sample) {
        return true;
    }
}
