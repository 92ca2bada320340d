package io.github.tsmjava.app;

import io.github.tsmjava.app.terminal.UsageException;
import picocli.CommandLine.Command;

/** Stands in the list of commands for {@code ./tsm bench}, a program of its own that the launcher builds and starts. */
@Command(name = "bench", description = "Measures speed here, alone or against ONNX Runtime and PyTorch.")
final class BenchCommand implements Runnable {

    @Override
    public void run() {
        throw new UsageException("bench: a program of its own; ./tsm bench in the folder of the project's sources builds and starts it");
    }
}
