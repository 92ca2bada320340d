package io.github.tsmjava.app.options;

import io.github.tsmjava.video.Decoder;
import picocli.CommandLine.Option;

/** What decodes videos, for commands that read many of them. */
public final class DecoderOption {

    @Option(names = "--decoder", paramLabel = "auto|java|ffmpeg", defaultValue = "auto",
            description = "What decodes videos (default: ${DEFAULT-VALUE}).")
    private Decoder decoder;

    public Decoder decoder() {
        return decoder;
    }
}
