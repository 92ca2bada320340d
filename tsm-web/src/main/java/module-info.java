/** A page on this machine that shows what a network sees as it happens. */
@SuppressWarnings("module") // the command line, which may see it, is built after this one
module io.github.tsmjava.web {
    requires io.github.tsmjava.train;
    requires com.google.gson;
    requires java.desktop;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.websocket.server;

    opens io.github.tsmjava.web.learn to com.google.gson;
    opens io.github.tsmjava.web.teach to com.google.gson;
    // To all: Jetty looks for the methods of a listener as a stranger does.
    opens io.github.tsmjava.web.live;

    exports io.github.tsmjava.web to io.github.tsmjava.app;
    exports io.github.tsmjava.web.teach to io.github.tsmjava.app;
}
