package io.github.tsmjava.web;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.learn.Explainer;
import io.github.tsmjava.web.learn.LearnPage;

/** The page that explains the shift on a clip. */
public final class Learn {

    private Learn() {
    }

    /**
     * The page as one file of HTML.
     *
     * @param model         a streamable MobileNetV2
     * @param modelName     what to call it
     * @param machineOrNull what to call this machine if times are to be measured on it
     * @throws VideoException           if the clip cannot be read
     * @throws IllegalArgumentException in one line, if the network is not one that the page explains
     */
    public static String page(PretrainedNetwork model, String modelName, Video clip, String clipName, String machineOrNull)
            throws VideoException {
        return LearnPage.of(new Explainer(model, modelName).explain(clip, clipName, machineOrNull));
    }
}
