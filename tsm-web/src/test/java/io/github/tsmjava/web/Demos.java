package io.github.tsmjava.web;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.web.teach.TeachSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Live pages on which nobody teaches. */
final class Demos {

    private static final TeachSettings NOBODY =
            new TeachSettings(Path.of("target", "nobody-teaches"), null, Decoder.JAVA, Teaching.Settings.USUAL);

    private Demos() {
    }

    static Demo serve(int port, String token, Map<String, PretrainedNetwork> networks) throws IOException {
        return new Demo("127.0.0.1", port, token, networks, NOBODY);
    }
}
