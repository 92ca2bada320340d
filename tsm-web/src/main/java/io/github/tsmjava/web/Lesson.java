package io.github.tsmjava.web;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.learn.Explainer;
import io.github.tsmjava.web.learn.LearnData;
import io.github.tsmjava.web.learn.LearnPage;
import io.github.tsmjava.web.learn.OwnClip;
import io.github.tsmjava.web.server.Content;
import io.github.tsmjava.web.server.Pages;
import io.github.tsmjava.web.server.Token;
import io.github.tsmjava.web.server.WebServer;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The page that explains the shift on a clip. */
public final class Lesson extends ServedPage {

    private static final String DATA = "learn";
    private static final String TIMES = "times";
    private static final String HERE = "this machine";

    /** What the page is about: all its numbers. */
    public static final class Subject {

        private final Explainer explainer;
        private final LearnData data;
        private Content times;

        private Subject(Explainer explainer, LearnData data) {
            this.explainer = explainer;
            this.data = data;
        }

        /** Measured once, when first asked for. */
        private synchronized Content times() {
            if (times == null) {
                times = Content.json(explainer.times(HERE).json());
            }
            return times;
        }

        /**
         * The page as one file of HTML.
         *
         * @param machineOrNull what to call this machine if times are to be measured on it
         */
        public String page(String machineOrNull) {
            return LearnPage.of(machineOrNull == null ? data : data.with(explainer.times(machineOrNull)));
        }
    }

    /**
     * Computes the numbers of the page.
     *
     * @param model     a streamable MobileNetV2
     * @param modelName what to call it
     * @param twin      the same network trained without the shift, to be compared with
     * @throws VideoException           if the clip cannot be read
     * @throws IllegalArgumentException in one line, if the network is not one that the page explains
     */
    public static Subject explain(PretrainedNetwork model, String modelName, PretrainedNetwork twin,
                                  Video clip, String clipName) throws VideoException {
        Explainer explainer = new Explainer(model, modelName, twin);
        return new Subject(explainer, explainer.explain(clip, clipName));
    }

    /**
     * Begins to serve. The page takes clips of the reader's own.
     *
     * @param host    name or number of the address to listen at
     * @param port    0 for any free one
     * @param token   the secret in the address of the page; null for a random one
     * @param decoder of the reader's files
     * @throws IOException              in one line, if that is not possible
     * @throws IllegalArgumentException if the token is not one
     */
    public Lesson(String host, int port, String token, Subject subject, Decoder decoder) throws IOException {
        super(new WebServer(host, port, token == null ? Token.random() : new Token(token), site(subject, decoder)),
                "learn/");
    }

    private static WebServer.Site site(Subject subject, Decoder decoder) {
        Content data = Content.json(subject.data.json());
        OwnClip own = new OwnClip(subject.explainer, decoder);
        return new WebServer.Site(new Pages(Lesson.class, "page"),
                path -> switch (path) {
                    case DATA -> Optional.of(data);
                    case TIMES -> Optional.of(subject.times());
                    default -> Optional.empty();
                },
                Map.of("file", own::file, "pictures", own::pictures), Map.of());
    }
}
