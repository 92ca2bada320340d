package io.github.tsmjava.web;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.web.live.Clips;
import io.github.tsmjava.web.live.Networks;
import io.github.tsmjava.web.live.StreamSocket;
import io.github.tsmjava.web.server.Content;
import io.github.tsmjava.web.server.Pages;
import io.github.tsmjava.web.server.Token;
import io.github.tsmjava.web.server.WebServer;
import io.github.tsmjava.web.teach.TeachApi;
import io.github.tsmjava.web.teach.TeachSettings;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The page that names what happens before a camera. */
public final class Demo extends ServedPage {

    /** Streams that may be open at the same time. */
    public static final int MAX_STREAMS = 16;
    private static final String ALIVE = "alive";

    private final TeachApi teach;

    /**
     * Begins to serve.
     *
     * @param host     name or number of the address to listen at
     * @param port     0 for any free one
     * @param token    the secret in the address of the page; null for a random one
     * @param networks by their names for people, in the order of the chooser; at least one
     * @param teaching how gestures of one's own are taught
     * @throws IOException              in one line, if that is not possible
     * @throws IllegalArgumentException if the token is not one, or a network reads optical flow
     */
    public Demo(String host, int port, String token, Map<String, PretrainedNetwork> networks, TeachSettings teaching)
            throws IOException {
        this(host, port, token == null ? Token.random() : new Token(token), new Networks(networks), teaching);
    }

    private Demo(String host, int port, Token token, Networks networks, TeachSettings teaching) throws IOException {
        TeachApi teach = new TeachApi(teaching, networks);
        super(new WebServer(host, port, token, site(networks, teach)), "");
        this.teach = teach;
        Thread.ofPlatform().daemon().name("tsm-warm-up").start(networks::warmUp);
    }

    private static WebServer.Site site(Networks networks, TeachApi teach) {
        Clips clips = new Clips();
        Semaphore places = new Semaphore(MAX_STREAMS);
        return new WebServer.Site(
                new Pages(Demo.class, "page"),
                path -> path.equals(ALIVE) ? Optional.of(Content.json("true")) : clips.find(path).or(() -> teach.find(path)),
                teach.uploads(), Map.of("live", () -> new StreamSocket(networks, places)));
    }

    /** Ends what is being learned, too; the examples stay. */
    @Override
    public void close() {
        super.close();
        teach.close();
    }
}
