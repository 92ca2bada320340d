package io.github.tsmjava.bench.report.job;

import com.google.gson.JsonParseException;
import io.github.tsmjava.bench.measure.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The file of all measurements: the machine in its first line, then one of them a line, in the order in which they were
 * made. A report that was stopped goes on behind the last whole line.
 */
public final class Journal {

    private final Path file;
    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * Opens or begins a journal.
     *
     * @throws IOException in one line, if it is of another machine or program, or no journal
     */
    public Journal(Path file, Machine machine) throws IOException {
        this.file = file;
        if (Files.notExists(file)) {
            Files.writeString(file, Json.line(machine) + "\n");
            return;
        }
        String text = Files.readString(file);
        // Behind the last newline stands what was being written when the report was stopped.
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            Files.writeString(file, Json.line(machine) + "\n");
            return;
        }
        try {
            Machine before = Json.read(lines.getFirst(), Machine.class);
            if (before == null || !before.isLike(machine)) {
                throw new IOException("%s: expected measurements of this machine and program, found %s; give another --out"
                        .formatted(file, before == null ? "none" : "those of " + before.processor() + ", "
                                + before.java() + ", commit " + before.commit()));
            }
            for (String line : lines.subList(1, lines.size())) {
                measurements.add(Json.read(line, Measurement.class));
            }
        } catch (JsonParseException e) {
            throw new IOException("%s: expected lines of measurements, found %s"
                    .formatted(file, e.getMessage().lines().findFirst().orElse("")), e);
        }
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** How often a job has been measured. */
    public int count(Job job) {
        return (int) measurements.stream().filter(measurement -> measurement.job().equals(job.command())).count();
    }

    /** All measurements of a job, one a round. */
    public List<Measurement> of(Job job) {
        return measurements.stream().filter(measurement -> measurement.job().equals(job.command())).toList();
    }

    public void add(Measurement measurement) throws IOException {
        Files.writeString(file, Json.line(measurement) + "\n", StandardOpenOption.APPEND);
        measurements.add(measurement);
    }
}
