package io.github.tsmjava.bench.report.job;

import io.github.tsmjava.bench.measure.Fork;
import io.github.tsmjava.bench.workload.Ours;
import io.github.tsmjava.bench.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The most memory of a process that loads a network from a file and runs it on one clip. */
public record PeakMemoryJob(String model, int threads) implements Job {

    /** MiB. */
    public static final String PEAK = "peak";

    @Override
    public String command() {
        return "peak memory of " + model;
    }

    @Override
    public double seconds() {
        return 3;
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public Measurement measure() throws IOException, InterruptedException {
        Path file = Files.createTempFile("tsm-bench", ".safetensors");
        try {
            Workload.named(model).save(file);
            double peak = Double.parseDouble(
                    Fork.run(List.of("footprint", model, "" + threads, Ours.NAME, file.toString())).getLast());
            return Measurement.ofFigures(command(), Double.isNaN(peak) ? Map.of() : Map.of(PEAK, peak));
        } finally {
            Files.delete(file);
        }
    }
}
