package io.github.tsmjava.train.data;

import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Modality;
import java.util.random.RandomGenerator;

/** Chooses the window of a video's frames that a network is trained on; it is resized to the input afterwards. */
public sealed interface RandomCrop permits MultiScaleCrop, RandomResizedCrop {

    /** One of several sizes and shapes at one of 13 places, as the originals use them for these frames. */
    static RandomCrop multiScale(Modality modality) {
        return MultiScaleCrop.of(modality);
    }

    /** The same without the small sizes: nearly all of the frame, for gestures that fill it. */
    static RandomCrop large() {
        return MultiScaleCrop.large();
    }

    /** 8 to 100 % of the frame's area and an aspect ratio of 3/4 to 4/3, anywhere. */
    static RandomCrop anySize() {
        return new RandomResizedCrop();
    }

    /** A part of a frame, in pixels. */
    record Window(int left, int top, int width, int height) {

        /** The part of this frame. */
        Image of(Image frame) {
            return frame.crop(left, top, width, height);
        }
    }

    /**
     * Draws a window within frames of the given size.
     *
     * @param size side of the network's input
     */
    Window draw(int width, int height, int size, RandomGenerator random);
}
