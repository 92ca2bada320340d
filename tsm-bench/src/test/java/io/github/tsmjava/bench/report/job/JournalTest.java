package io.github.tsmjava.bench.report.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Machine HERE = new Machine("a processor", 2, "Linux", "25", "-XX:+UseG1GC", "vector-256",
            "0123456789", "2026-01-01");
    private static final Job JOB = new MemoryJob();

    @TempDir
    private Path folder;

    private static Measurement measurement() {
        return new Measurement(JOB.command(), Map.of("plan", new double[] {1.25, 2.5}), Map.of("plan", 16.0), Map.of(),
                List.of());
    }

    @Test
    void goesOnWhereItWasStopped() throws IOException {
        Path file = folder.resolve("journal");
        Journal journal = new Journal(file, HERE);
        journal.add(measurement());
        // Killed while it wrote the second one.
        Files.writeString(file, Files.readString(file) + "{\"job\":\"half of");

        Machine tomorrow = new Machine(HERE.processor(), 2, HERE.system(), HERE.java(), HERE.flags(), HERE.kernels(),
                HERE.commit(), "2026-01-02");
        Journal again = new Journal(file, tomorrow);
        assertEquals(1, again.count(JOB));
        assertArrayEquals(new double[] {1.25, 2.5}, again.of(JOB).getFirst().times().get("plan"));
        again.add(measurement());
        assertEquals(2, new Journal(file, HERE).count(JOB));
    }

    @Test
    void otherMachinesAndOtherFilesAreRefused() throws IOException {
        Path file = folder.resolve("journal");
        new Journal(file, HERE).add(measurement());
        Machine other = new Machine("another", 2, HERE.system(), HERE.java(), HERE.flags(), HERE.kernels(),
                HERE.commit(), HERE.date());
        IOException e = assertThrows(IOException.class, () -> new Journal(file, other));
        assertTrue(e.getMessage().contains("a processor") && e.getMessage().contains("--out"), e.getMessage());

        Path broken = Files.writeString(folder.resolve("broken"), "no journal\n");
        e = assertThrows(IOException.class, () -> new Journal(broken, HERE));
        assertEquals(1, e.getMessage().lines().count());
        assertEquals("no journal\n", Files.readString(broken));
    }
}
