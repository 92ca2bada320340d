package io.github.tsmjava.web.learn;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.train.gesture.GestureSet;
import io.github.tsmjava.train.gesture.Scenery;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.video.transform.Preprocessing;
import java.util.List;

/** Drawn clips of the gestures that no network was trained on, as a network sees them. */
final class DrawnClips {

    /** No network was trained on clips of this seed. */
    static final int SEED = 20_171;
    static final int FRAMES = 16;

    private static final int CLASSES = Gesture.values().length;

    private final PretrainedNetwork model;
    private final Views views;
    private final GestureSet drawn;

    /** @param clipsOfEach how many of each gesture there are */
    DrawnClips(PretrainedNetwork model, Views views, int clipsOfEach) {
        this.model = model;
        this.views = views;
        drawn = new GestureSet(clipsOfEach * CLASSES, SEED, FRAMES, views.cropSize(), Scenery.VARIED);
    }

    /**
     * What the network sees.
     *
     * @param frames as pictures
     * @param tensor {@code [T, C, H, W]}
     */
    record Seen(List<Image> frames, Tensor tensor) {
    }

    /** The clip of a gesture and a number, from 0. */
    Seen clip(Gesture gesture, int number) throws VideoException {
        int segments = model.network().config().segments();
        Preprocessing preprocessing = views.preprocessing(model.flavour(), model.network().config().modality());
        try (Video video = drawn.clip(number * CLASSES + gesture.ordinal())) {
            List<List<Image>> clips = new Sampling(views.clips(), segments, 1, model.flavour()).read(video);
            return new Seen(preprocessing.views(clips).getFirst(), preprocessing.apply(clips)
                    .reshape(segments, model.network().config().channels(), views.cropSize(), views.cropSize()));
        }
    }
}
