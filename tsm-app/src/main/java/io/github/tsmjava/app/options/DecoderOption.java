package io.github.tsmjava.app.options;

import io.github.tsmjava.video.Decoder;
import picocli.CommandLine.Option;

/** What decodes videos. */
public final class DecoderOption {

    @Option(names = "--decoder", paramLabel = "auto|java|ffmpeg", defaultValue = "auto",
            description = "What decodes videos: Java where it can and else the ffmpeg program, Java alone, or the "
                    + "ffmpeg program alone (default: ${DEFAULT-VALUE}).")
    private Decoder decoder;

    public Decoder decoder() {
        return decoder;
    }
}
