package io.github.tsmjava.app.page;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.web.ServedPage;
import java.awt.Desktop;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a page is served. */
final class ServerOptions {

    private static final int MAX_PORT = 65535;
    private static final int USUAL_PORT = 8765;
    private static final String USUAL_HOST = "127.0.0.1";

    @Option(names = "--port", paramLabel = "P", description = "The port to listen at; 0 for any free one (default: 8765).")
    private Integer port;

    @Option(names = "--host", paramLabel = "H",
            description = "The address to listen at (default: 127.0.0.1, which only this machine reaches).")
    private String host;

    @Option(names = "--token", paramLabel = "T",
            description = "The secret in the page's address, so that an open page still works when the program is started "
                    + "again (default: a random one).")
    private String token;

    @Option(names = "--open", description = "Open the page in a browser.")
    private boolean open;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Makes a page and its server. */
    interface Opening {

        ServedPage at(String host, int port, String token) throws IOException;
    }

    /** Whether anything was said. */
    boolean areGiven() {
        return port != null || host != null || token != null || open;
    }

    void requireValid() {
        UsageException.requireRange("--port", port, 0, MAX_PORT);
    }

    /** Serves the page and prints its address, until the program is asked to end. */
    void serve(Opening opening) throws Exception {
        try (ServedPage page = open(opening)) {
            Runtime.getRuntime().addShutdownHook(new Thread(page::close));
            PrintWriter out = spec.commandLine().getOut();
            out.println(page.address());
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            if (!page.isLoopback()) {
                err.printf("tsm: %s can be reached from other machines: whoever has the address can use the page; browsers "
                        + "allow cameras only at localhost%n", host);
            }
            err.println("tsm: open this address in a browser; Ctrl-C ends");
            err.flush();
            if (open) {
                browse(page.address(), err);
            }
            page.join();
        }
    }

    private ServedPage open(Opening opening) throws IOException {
        try {
            return opening.at(host == null ? USUAL_HOST : host, port == null ? USUAL_PORT : port, token);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--token: " + e.getMessage());
        }
    }

    private static void browse(String address, PrintWriter err) {
        try {
            Desktop.getDesktop().browse(URI.create(address));
        } catch (IOException | UnsupportedOperationException e) {
            err.println("tsm: no browser can be opened from here");
        }
    }
}
