package io.github.tsmjava.bench.workload;

import io.github.tsmjava.bench.measure.Contender;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Another runtime to compare with. Found as a service; the build has them only in the profile {@code peers}.
 */
public interface Peer {

    /** Name and version, as in {@code ONNX Runtime 1.29.0}. */
    String name();

    /** Writes the workload's network to a file that {@link #load} understands. */
    void write(Workload workload, Path file) throws IOException;

    /**
     * The workload on its input, from a file that {@link #write} has written.
     *
     * @param threads how many threads may compute at once
     */
    Contender load(Path file, Workload workload, int threads) throws IOException;
}
