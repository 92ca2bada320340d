package io.github.tsmjava.app.options;

import io.github.tsmjava.tensor.Accuracy;
import picocli.CommandLine.Option;

/** How a command computes: with how many threads, and how exactly. */
public final class ComputeOptions extends ThreadsOption {

    @Option(names = "--exact", description = "Do not use Winograd's algorithm: "
            + "slower, and a few bits more exact in some layers.")
    private boolean exact;

    public Accuracy accuracy() {
        return exact ? Accuracy.EXACT : Accuracy.FAST;
    }
}
