package io.github.tsmjava.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.progress.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {

    @Test
    void everyVideoIsInOneTaskTheLargestFirst() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            int slots = 1 + random.nextInt(40);
            List<Clip> clips = IntStream.range(0, 1 + random.nextInt(2000))
                    .mapToObj(n -> new Clip("c" + n, "c" + n, (long) Math.exp(random.nextDouble() * 20)))
                    .sorted(Clip.LARGEST_FIRST).toList();
            List<List<Clip>> tasks = Batches.tasks(clips, slots);
            assertEquals(clips, tasks.stream().flatMap(List::stream).toList());
            assertTrue(tasks.stream().allMatch(task -> !task.isEmpty() && task.size() <= 32));
        }
    }

    /** As Spark does it: whoever is free takes the next task. */
    @Test
    void slotsEndAtAboutTheSameTime() {
        List<Clip> clips = IntStream.range(0, 400).mapToObj(n -> new Clip("c" + n, "c" + n, 60_000)).toList();
        long[] busy = new long[2];
        for (List<Clip> task : Batches.tasks(clips, 2)) {
            busy[busy[0] <= busy[1] ? 0 : 1] += task.size();
        }
        assertTrue(Math.abs(busy[0] - busy[1]) <= 3, busy[0] + " and " + busy[1]);
    }

    @Test
    void progressSaysWhatIsLeft() {
        assertEquals("1200 of 50000 videos, 3 errors, 20.0 a second, 0:40:40 left",
                Watch.line(1200, 3, 50000, Duration.ofSeconds(60)));
        assertEquals("0 of 5 videos, 0 errors", Watch.line(0, 0, 5, Duration.ofSeconds(60)));
    }

    @Test
    void failuresAreOneLine() {
        assertEquals("disk full", Failures.line(new RuntimeException("Job aborted",
                new RuntimeException("disk full\n\tat a.b.C.d(C.java:5)\n\tat x.y(Z.java)"))));
        assertEquals("IllegalStateException", Failures.line(new IllegalStateException()));
    }
}
