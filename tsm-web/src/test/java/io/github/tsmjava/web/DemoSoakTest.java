package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.video.image.Image;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Four pages of 30 pictures a second for ten minutes, and somebody who sends what no page sends all the time. Delays do
 * not grow, memory does not either. Runs with {@code -Psoak}; {@code -Dtsm.soak.minutes} sets how long.
 */
@Tag("soak")
class DemoSoakTest {

    private static final int PAGES = 4;
    private static final int RATE = 30;

    /** From sending a picture to having its answer, in milliseconds, in the order of the pictures. */
    private static List<Double> play(Demo demo, List<Image> frames, AtomicBoolean ends) throws Exception {
        List<Double> delays = new ArrayList<>();
        try (Client client = new Client(demo)) {
            client.next();
            long start = System.nanoTime();
            for (int i = 0; !ends.get(); i++) {
                long due = start + i * 1_000_000_000L / RATE;
                long wait = due - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
                long sent = System.nanoTime();
                client.send(Client.message(i, 1000.0 * i / RATE, frames.get(i % frames.size())));
                JsonObject answer = client.next();
                assertEquals(i, answer.get("seq").getAsInt());
                if (answer.get("seen").getAsBoolean()) {
                    delays.add((System.nanoTime() - sent) / 1e6);
                }
            }
        }
        return delays;
    }

    private static int attack(Demo demo, Image picture, AtomicBoolean ends) throws Exception {
        Random random = new Random(6);
        int count = 0;
        while (!ends.get()) {
            Hostile.once(demo, picture, random);
            count++;
        }
        return count;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static double percentile95(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return sorted[sorted.length * 95 / 100];
    }

    private static long heap() throws InterruptedException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(200);
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    @Test
    void tenMinutes() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("tsm.soak.minutes", "10"));
        List<Image> frames = Clip.frames("swipe-left.gif");
        AtomicBoolean ends = new AtomicBoolean();
        List<Long> heaps = new ArrayList<>();
        try (Demo demo = new Demo("127.0.0.1", 0, null, Map.of("gestures", PretrainedNetwork.gestures()));
             ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Double>>> pages = new ArrayList<>();
            Future<Integer> attacks;
            try {
                for (int i = 0; i < PAGES; i++) {
                    pages.add(threads.submit(() -> play(demo, frames, ends)));
                }
                attacks = threads.submit(() -> attack(demo, frames.getFirst(), ends));
                for (int part = 0; part < 10; part++) {
                    Thread.sleep(Math.round(minutes * 6000));
                    heaps.add(heap());
                }
            } finally {
                ends.set(true);
            }
            for (Future<List<Double>> page : pages) {
                List<Double> delays = page.get();
                int tenth = delays.size() / 10;
                List<Double> early = delays.subList(tenth, 2 * tenth);
                List<Double> late = delays.subList(delays.size() - tenth, delays.size());
                System.out.printf("%d answers; median %.2f ms, then %.2f; 95 %% %.2f ms, then %.2f%n", delays.size(),
                        median(early), median(late), percentile95(early), percentile95(late));
                assertTrue(median(late) < 2 * median(early) + 2, "the delay has grown");
            }
            System.out.printf("%d hostile connections; heap in MB: %s%n", attacks.get(),
                    Arrays.toString(heaps.stream().mapToLong(bytes -> bytes >> 20).toArray()));
            assertTrue(heaps.getLast() < 1.1 * heaps.get(1) + (8 << 20), "the heap has grown: " + heaps);
        }
    }
}
