package io.github.tsmjava.train.data;

import io.github.tsmjava.video.image.Image;
import java.util.random.RandomGenerator;

/** Chooses the window of a video's frames that a network is trained on; it is resized to the input afterwards. */
public sealed interface RandomCrop permits MultiScaleCrop, RandomResizedCrop {

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
