package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.bench.measure.Footprint;
import io.github.tsmjava.bench.measure.Fork;
import io.github.tsmjava.bench.workload.Ours;
import io.github.tsmjava.bench.workload.Peer;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.PretrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** One call of one workload, loaded from a file; prints the peak memory of this process in MiB. */
@Command(name = "footprint", hidden = true)
final class FootprintCommand implements Callable<Integer> {

    @Parameters(index = "0")
    private String model;

    @Parameters(index = "1")
    private int threads;

    @Parameters(index = "2", description = "Who loads it: our name or that of a peer.")
    private String runtime;

    @Parameters(index = "3")
    private Path file;

    /** Ours against every peer, each in a process of its own. */
    static List<Footprint> compareAll(Workload workload, int threads) throws IOException, InterruptedException {
        Path file = Files.createTempFile("tsm-bench", ".model");
        try {
            workload.save(file);
            double ours = peakMib(workload, threads, Ours.NAME, file);
            List<Footprint> footprints = new ArrayList<>();
            for (Peer peer : CompareCommand.peers()) {
                peer.write(workload, file);
                footprints.add(new Footprint(workload.name(), threads, ours, peer.name(),
                        peakMib(workload, threads, peer.name(), file)));
            }
            return footprints;
        } finally {
            Files.delete(file);
        }
    }

    private static double peakMib(Workload workload, int threads, String runtime, Path file)
            throws IOException, InterruptedException {
        return Double.parseDouble(Fork.run(
                List.of("footprint", workload.name(), "" + threads, runtime, file.toString())).getLast());
    }

    @Override
    public Integer call() throws IOException {
        Workload workload = Workload.named(model);
        try (Contender contender = runtime.equals(Ours.NAME)
                ? Ours.of(workload, PretrainedNetwork.load(file).network(), threads)
                : peer().load(file, workload, threads)) {
            contender.run();
        }
        System.out.println(Footprint.peakMib("self"));
        return 0;
    }

    private Peer peer() {
        return CompareCommand.peers().stream().filter(peer -> peer.name().equals(runtime)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no peer " + runtime));
    }
}
