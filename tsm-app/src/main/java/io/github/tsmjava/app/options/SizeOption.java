package io.github.tsmjava.app.options;

import io.github.tsmjava.app.terminal.UsageException;
import picocli.CommandLine.Option;

/** How large frames are when a network sees them. */
public final class SizeOption {

    @Option(names = "--size", paramLabel = "S",
            description = "Side of the network's input in pixels (default: what the file or a recipe says, else 224).")
    private Integer size;

    private final int most;

    public SizeOption(int most) {
        this.most = most;
    }

    /** Null where nothing is said. */
    public Integer size() {
        UsageException.requireRange("--size", size, 1, most);
        return size;
    }

    public int or(int usual) {
        return size() == null ? usual : size;
    }
}
