package io.github.tsmjava.web;

import io.github.tsmjava.web.server.WebServer;

/** A page and its server, until closed. */
public abstract sealed class ServedPage implements AutoCloseable permits Demo, Lesson {

    private final WebServer server;
    private final String path;

    /** @param path of the page on the server, {@code ""} for its root */
    ServedPage(WebServer server, String path) {
        this.server = server;
        this.path = path;
    }

    /** Of the page, with the token. */
    public final String address() {
        return server.address(path);
    }

    /** The port that it listens at. */
    public final int port() {
        return server.port();
    }

    /** Whether only programs on this machine reach it. */
    public final boolean isLoopback() {
        return server.isLoopback();
    }

    /** Waits until it is closed. */
    public final void join() throws InterruptedException {
        server.join();
    }

    @Override
    public void close() {
        server.close();
    }
}
