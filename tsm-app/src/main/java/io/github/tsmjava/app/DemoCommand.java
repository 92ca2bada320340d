package io.github.tsmjava.app;

import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.web.Demo;
import java.awt.Desktop;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm demo}: a page that names what happens before a camera. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Serves a page on this machine that names what happens before a camera, as it happens. "
                + "Prints its address and runs until Ctrl-C.")
final class DemoCommand implements Callable<Integer> {

    private static final String IN_THE_BOX = "gestures, in the box";
    private static final int MAX_PORT = 65535;

    @Option(names = "--weights", paramLabel = "W",
            description = "Checkpoint of a network that sees only the past; give several to choose among them on the page "
                    + "(default: a small network in the box that knows ten gestures of a hand).")
    private List<Path> weights = List.of();

    @Mixin
    private ModelOptions options;

    @Option(names = "--port", paramLabel = "P", defaultValue = "8765",
            description = "The port to listen at; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--host", paramLabel = "H", defaultValue = "127.0.0.1",
            description = "The address to listen at (default: ${DEFAULT-VALUE}, which only this machine reaches).")
    private String host;

    @Option(names = "--token", paramLabel = "T",
            description = "The secret in the page's address, so that an open page still works when the program is started "
                    + "again (default: a random one).")
    private String token;

    @Option(names = "--open", description = "Open the page in a browser.")
    private boolean open;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--port", port, 0, MAX_PORT);
        Map<String, StreamingClassifier> networks = networks();
        try (Demo demo = demo(networks)) {
            Runtime.getRuntime().addShutdownHook(new Thread(demo::close));
            PrintWriter out = spec.commandLine().getOut();
            out.println(demo.address());
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            if (!demo.isLoopback()) {
                err.printf("tsm: %s can be reached from other machines: whoever has the address can use the page; browsers "
                        + "allow cameras only at localhost%n", host);
            }
            err.println("tsm: open this address in a browser; Ctrl-C ends");
            err.flush();
            if (open) {
                browse(demo.address(), err);
            }
            demo.join();
        }
        return 0;
    }

    private Demo demo(Map<String, StreamingClassifier> networks) throws IOException {
        try {
            return new Demo(host, port, token, networks);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--token: " + e.getMessage());
        }
    }

    private Map<String, StreamingClassifier> networks() throws IOException {
        Map<String, StreamingClassifier> networks = new LinkedHashMap<>();
        if (weights.isEmpty()) {
            networks.put(IN_THE_BOX, classifier(null));
        }
        for (Path file : weights) {
            networks.put(file.toString(), classifier(file));
        }
        return networks;
    }

    /** On one thread: the browser needs the others, and pages of several people share them anyway. */
    private StreamingClassifier classifier(Path file) throws IOException {
        PretrainedNetwork model = options.loadStreaming(file, reason -> "demo: " + reason);
        return new StreamingClassifier(model, StreamingClassifier.Settings.of(model).withThreads(1));
    }

    private static void browse(String address, PrintWriter err) {
        try {
            Desktop.getDesktop().browse(URI.create(address));
        } catch (IOException | UnsupportedOperationException e) {
            err.println("tsm: no browser can be opened from here");
        }
    }
}
