package io.github.tsmjava.app;

import io.github.tsmjava.app.terminal.UsageException;
import picocli.CommandLine.Command;

/** Stands in the list of commands for {@code ./tsm spark}, a program of its own that the launcher builds and starts. */
@Command(name = "spark", description = "Classifies any number of videos, here or on a cluster of Apache Spark.")
final class SparkCommand implements Runnable {

    @Override
    public void run() {
        throw new UsageException("spark: a program of its own; ./tsm spark in the folder of the project's sources builds and starts it");
    }
}
