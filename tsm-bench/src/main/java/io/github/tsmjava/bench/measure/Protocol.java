package io.github.tsmjava.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import picocli.CommandLine.Option;

/**
 * How contenders are timed: warmed up, then in turns, A B A B, so that what disturbs one disturbs the other. A turn is
 * as many calls as fit into its time; it begins with one that does not count, which wakes threads and fills caches.
 * Between turns all rest, so that no thread that still spins for more work takes time from the other side.
 */
public final class Protocol {

    private static final long PAUSE_NANOS = 30_000_000;

    @Option(names = "--warmup", paramLabel = "S", defaultValue = "10",
            description = "Seconds of warm-up for each side (default: ${DEFAULT-VALUE}).")
    private double warmupSeconds;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "15",
            description = "Turns for each side (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "0.5",
            description = "Seconds of one turn, at least one call (default: ${DEFAULT-VALUE}).")
    private double turnSeconds;

    /** The same in a fraction of the time, for what is one of many. */
    public Protocol shorter(int times) {
        Protocol shorter = new Protocol();
        shorter.warmupSeconds = warmupSeconds / times;
        shorter.rounds = rounds;
        shorter.turnSeconds = turnSeconds / times;
        return shorter;
    }

    /** Milliseconds a call of one contender. */
    public Spread time(Contender contender) {
        turn(contender, warmupSeconds);
        return Spread.of(turns(contender).toArray());
    }

    private DoubleStream turns(Contender contender) {
        return DoubleStream.generate(() -> turn(contender, turnSeconds)).limit(rounds);
    }

    /** Milliseconds a call of each of two contenders, and the ratios of neighbouring turns. */
    public record Pair(Spread ours, Spread peer, Spread ratio) {
    }

    /** Times two contenders against each other. */
    public Pair time(Contender ours, Contender peer) {
        turn(ours, warmupSeconds);
        turn(peer, warmupSeconds);
        double[] a = new double[rounds];
        double[] b = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            a[round] = turn(ours, turnSeconds);
            b[round] = turn(peer, turnSeconds);
            ratios[round] = a[round] / b[round];
        }
        return new Pair(Spread.of(a), Spread.of(b), Spread.of(ratios));
    }

    /** The median of the calls of one turn, in milliseconds. */
    private static double turn(Contender contender, double seconds) {
        LockSupport.parkNanos(PAUSE_NANOS);
        contender.run();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        DoubleStream.Builder calls = DoubleStream.builder();
        long start = System.nanoTime();
        do {
            contender.run();
            long now = System.nanoTime();
            calls.add((now - start) * 1e-6);
            start = now;
        } while (start < end);
        return Spread.of(calls.build().toArray()).median();
    }

    /** A command line with these options, for a process of its own. */
    public List<String> arguments(String... command) {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of("--warmup", "" + warmupSeconds, "--rounds", "" + rounds,
                "--seconds", "" + turnSeconds));
        return arguments;
    }

    /** @throws IllegalArgumentException if the options make no sense */
    public void check() {
        if (rounds < 1 || !(turnSeconds >= 0) || !(warmupSeconds >= 0)) {
            throw new IllegalArgumentException("expected at least 1 round and no negative seconds, found --rounds %d "
                    .formatted(rounds) + "--seconds %s --warmup %s".formatted(turnSeconds, warmupSeconds));
        }
    }
}
