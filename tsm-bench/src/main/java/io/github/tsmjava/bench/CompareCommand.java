package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Comparison;
import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.measure.Garbage;
import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.workload.Ours;
import io.github.tsmjava.bench.workload.Peer;
import io.github.tsmjava.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One workload against every peer, in this process; prints a {@link Comparison} a line. */
@Command(name = "compare", hidden = true)
final class CompareCommand implements Callable<Integer> {

    /** Where two sides are said to compute the same: the largest difference, relative to the largest logit. */
    private static final double TOLERANCE = 1e-4;

    @Parameters(index = "0")
    private String model;

    @Parameters(index = "1")
    private int threads;

    @Mixin
    private Protocol protocol;

    @Override
    public Integer call() throws IOException {
        Workload workload = Workload.named(model);
        for (Peer peer : peers()) {
            Path file = Files.createTempFile("tsm-bench", ".model");
            try {
                peer.write(workload, file);
                compare(workload, peer, file);
            } catch (UnsupportedOperationException e) {
                System.err.printf("tsm: %s does not run %s here: no operator for %s%n", peer.name(), model, e.getMessage());
            } finally {
                Files.delete(file);
            }
        }
        if (workload.equals(Workload.TSM_RESNET50)) {
            try (Contender tsm = Ours.of(workload, threads); Contender tsn = Ours.of(Workload.TSN_RESNET50, threads)) {
                print(workload, tsm, Ours.NAME + " tsn", tsn);
            }
        }
        return 0;
    }

    /** @throws IllegalArgumentException if there are none */
    static List<Peer> peers() {
        List<Peer> peers = ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
        if (peers.isEmpty()) {
            throw new IllegalArgumentException("this build holds no peers: start it as ./tsm bench --peers");
        }
        return peers;
    }

    private void compare(Workload workload, Peer peer, Path file) throws IOException {
        try (Contender ours = Ours.of(workload, threads); Contender theirs = peer.load(file, workload, threads)) {
            // Twice, since a stream's second frame is the first that sees another.
            requireEqual(peer.name(), ours.run(), theirs.run());
            requireEqual(peer.name(), ours.run(), theirs.run());
            print(workload, ours, peer.name(), theirs);
        }
    }

    private void print(Workload workload, Contender ours, String peer, Contender theirs) {
        Protocol.Pair times = protocol.time(ours, theirs);
        System.out.println(Json.line(Comparison.of(workload.name(), threads, peer, times, Garbage.perCall(ours))));
    }

    private void requireEqual(String peer, float[] ours, float[] theirs) throws IOException {
        double largest = 0;
        double difference = ours.length == theirs.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(ours.length, theirs.length); i++) {
            largest = Math.max(largest, Math.abs(ours[i]));
            difference = Math.max(difference, Math.abs(ours[i] - theirs[i]));
        }
        if (!(difference <= TOLERANCE * largest)) {
            throw new IOException("%s: expected the logits of %s within %g of the largest, %g, found a difference of %g"
                    .formatted(peer, model, TOLERANCE, largest, difference));
        }
    }
}
