package io.github.tsmjava.app.page;

import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.web.Demo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tsm demo}: a page that names what happens before a camera. */
@Command(name = "demo", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Serves a page on this machine that names what happens before a camera, as it happens. "
                + "Prints its address and runs until Ctrl-C.")
public final class DemoCommand implements Callable<Integer> {

    private static final String IN_THE_BOX = "gestures, in the box";

    @Option(names = "--weights", paramLabel = "W",
            description = "Checkpoint of a network; give several to choose among them on the page. One that sees only the "
                    + "past answers with each picture, one that looks ahead sees the last seconds again and again "
                    + "(default: a small network in the box that knows ten gestures of a hand).")
    private List<Path> weights = List.of();

    @Mixin
    private ModelOptions options;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws Exception {
        server.requireValid();
        Map<String, PretrainedNetwork> networks = new LinkedHashMap<>();
        if (weights.isEmpty()) {
            networks.put(IN_THE_BOX, options.loadLive(null));
        }
        for (Path file : weights) {
            networks.put(file.toString(), options.loadLive(file));
        }
        server.serve((host, port, token) -> new Demo(host, port, token, networks));
        return 0;
    }
}
