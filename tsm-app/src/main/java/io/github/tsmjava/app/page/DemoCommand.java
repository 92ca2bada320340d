package io.github.tsmjava.app.page;

import io.github.tsmjava.app.options.FrameRateOption;
import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.web.Demo;
import io.github.tsmjava.web.teach.TeachSettings;
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

    @Option(names = "--rate", paramLabel = "R",
            description = "Frames a second that the networks see (default: what the file says, else 15).")
    private Double rate;

    @Option(names = "--gestures", paramLabel = "DIR",
            description = "Folder for the gestures that you teach it on the page, made when there are some (default: "
                    + "tsm-gestures in your home). They start from the first --weights.")
    private Path gestures = Path.of(System.getProperty("user.home"), "tsm-gestures");

    @Mixin
    private ModelOptions options;

    @Mixin
    private ServerOptions server;

    @Override
    public Integer call() throws Exception {
        server.requireValid();
        FrameRateOption.requireRate("--rate", rate);
        Map<String, PretrainedNetwork> networks = new LinkedHashMap<>();
        if (weights.isEmpty()) {
            networks.put(IN_THE_BOX, rated(options.loadLive(null)));
        }
        for (Path file : weights) {
            networks.put(file.toString(), rated(options.loadLive(file)));
        }
        TeachSettings teaching = new TeachSettings(gestures, weights.isEmpty() ? null : weights.getFirst(), Decoder.AUTO,
                Teaching.Settings.USUAL);
        server.serve((host, port, token) -> new Demo(host, port, token, networks, teaching));
        return 0;
    }

    private PretrainedNetwork rated(PretrainedNetwork network) {
        return rate == null ? network : network.withRate(rate);
    }
}
