package io.github.tsmjava.web;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.web.learn.Explainer;
import io.github.tsmjava.web.learn.LearnData;
import io.github.tsmjava.web.learn.LearnPage;
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

    /** What the page is about: all its numbers. */
    public static final class Subject {

        private final LearnData data;

        private Subject(LearnData data) {
            this.data = data;
        }

        /** The page as one file of HTML. */
        public String page() {
            return LearnPage.of(data);
        }
    }

    /**
     * Computes the numbers of the page.
     *
     * @param model         a streamable MobileNetV2
     * @param modelName     what to call it
     * @param machineOrNull what to call this machine if times are to be measured on it
     * @throws VideoException           if the clip cannot be read
     * @throws IllegalArgumentException in one line, if the network is not one that the page explains
     */
    public static Subject explain(PretrainedNetwork model, String modelName, Video clip, String clipName,
                                  String machineOrNull) throws VideoException {
        return new Subject(new Explainer(model, modelName).explain(clip, clipName, machineOrNull));
    }

    /**
     * Begins to serve.
     *
     * @param host  name or number of the address to listen at
     * @param port  0 for any free one
     * @param token the secret in the address of the page; null for a random one
     * @throws IOException              in one line, if that is not possible
     * @throws IllegalArgumentException if the token is not one
     */
    public Lesson(String host, int port, String token, Subject subject) throws IOException {
        super(new WebServer(host, port, token == null ? Token.random() : new Token(token), site(subject)), "learn/");
    }

    private static WebServer.Site site(Subject subject) {
        Content data = Content.json(subject.data.json());
        return new WebServer.Site(new Pages(Lesson.class, "page"),
                path -> path.equals(DATA) ? Optional.of(data) : Optional.empty(), Map.of());
    }
}
