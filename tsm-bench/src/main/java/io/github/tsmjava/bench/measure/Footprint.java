package io.github.tsmjava.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Peak memory of a process that loads a network from a file and runs it on one clip: ours against a peer's. */
public record Footprint(String model, int threads, double oursMib, String peer, double peerMib, double ratio) {

    public Footprint(String model, int threads, double oursMib, String peer, double peerMib) {
        this(model, threads, oursMib, peer, peerMib, oursMib / peerMib);
    }

    @Override
    public String toString() {
        return "%-19s %7d  %8.0f MiB at most %10s  %-24s %8.0f MiB at most %10s  %7.3f".formatted(
                model, threads, oursMib, "", peer, peerMib, "", ratio);
    }

    /** The most memory that a process has had resident so far, in MiB, as Linux counts it; elsewhere not a number. */
    public static double peakMib(String process) throws IOException {
        Path status = Path.of("/proc", process, "status");
        for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }
}
