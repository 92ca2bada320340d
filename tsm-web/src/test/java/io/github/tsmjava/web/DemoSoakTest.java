package io.github.tsmjava.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.train.gesture.Gesture;
import io.github.tsmjava.video.image.Image;
import io.github.tsmjava.video.transform.Flavour;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Four pages of 30 pictures a second for ten minutes, as browsers and as clients that draw nothing, and somebody who
 * sends what no page sends all the time. Delays do not grow, memory does not either. Runs with {@code -Psoak}; {@code
 * -Dtsm.soak.minutes} sets how long.
 */
@Tag("soak")
class DemoSoakTest {

    private static final int PAGES = 4;
    private static final int RATE = 30;

    /** From a picture's arrival at the server to the leaving of its answer, in milliseconds, as the server tells it. */
    private static double delay(JsonObject answer) {
        return answer.get("answered").getAsDouble() - answer.get("received").getAsDouble();
    }

    /** The delays of the pictures that the network saw, in their order. */
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
                client.send(Client.message(i, 1000.0 * i / RATE, frames.get(i % frames.size())));
                JsonObject answer = client.next();
                assertEquals(i, answer.get("seq").getAsInt());
                if (answer.get("seen").getAsBoolean()) {
                    delays.add(delay(answer));
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

    /** One page alone: the time of the network, and little more. */
    @ParameterizedTest
    @CsvSource({"0.35, 96", "1, 224"})
    void aPageAlone(double width, int size) throws Exception {
        PretrainedNetwork model = PretrainedNetwork.of(
                NetworkConfig.online(MobileNetV2Backbone.mit(width), 8, Gesture.labels().size()).build(1), Flavour.MIT,
                Gesture.labels(), size).withRate(10);
        List<Image> frames = Clip.frames("swipe-left.gif");
        List<Double> delays = new ArrayList<>();
        List<Double> network = new ArrayList<>();
        List<Double> preparation = new ArrayList<>();
        try (Demo demo = Demos.serve(0, null, Map.of("network", model)); Client client = new Client(demo)) {
            client.next();
            for (int i = 0; i < 3000; i++) {
                client.send(Client.message(i, 100.0 * i, frames.get(i % frames.size())));
                JsonObject answer = client.next();
                if (i >= 2000) {
                    delays.add(delay(answer));
                    network.add(answer.getAsJsonObject("time").get("network").getAsDouble());
                    preparation.add(answer.getAsJsonObject("time").get("preprocess").getAsDouble());
                }
                Thread.sleep(10);
            }
        }
        System.out.printf("width %.2f, %d pixels: median %.2f ms, 95 %% %.2f ms; network %.2f, preparation %.2f%n", width,
                size, median(delays), percentile95(delays), median(network), median(preparation));
        assertTrue(median(delays) < median(network) + 1, "the network's time and a millisecond");
    }

    /** Four pages before cameras, each drawing what it shows, on the same processor as the server. */
    @Test
    void fourBrowsers(@TempDir Path folder) throws Exception {
        Browser.require();
        double minutes = Double.parseDouble(System.getProperty("tsm.soak.minutes", "10"));
        Path camera = Y4m.gesture(Clip.frames("swipe-left.gif"), folder.resolve("camera.y4m"));
        List<Browser> browsers = new ArrayList<>();
        try (Demo demo = Demos.serve(0, null, Map.of("gestures", PretrainedNetwork.gestures()))) {
            for (int i = 0; i < PAGES; i++) {
                browsers.add(Browser.withCamera(demo, camera));
                browsers.getLast().press("notice-action");
            }
            List<List<Double>> medians = new ArrayList<>();
            for (int part = 0; part < 10; part++) {
                Thread.sleep(Math.round(minutes * 6000));
                List<Double> now = new ArrayList<>();
                for (Browser browser : browsers) {
                    now.add(Double.parseDouble(browser.text("median")));
                    System.out.printf("%s ms (95 %%: %s) at %s frames a second, %s dropped; ", browser.text("median"),
                            browser.text("p95"), browser.text("fps"), browser.text("dropped"));
                }
                System.out.println();
                medians.add(now);
            }
            for (int i = 0; i < PAGES; i++) {
                assertTrue(medians.getLast().get(i) < 2 * medians.get(1).get(i) + 20, "the delay has grown: " + medians);
            }
        } finally {
            browsers.forEach(Browser::close);
        }
    }

    @Test
    void tenMinutes() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("tsm.soak.minutes", "10"));
        List<Image> frames = Clip.frames("swipe-left.gif");
        AtomicBoolean ends = new AtomicBoolean();
        List<Long> heaps = new ArrayList<>();
        try (Demo demo = Demos.serve(0, null, Map.of("gestures", PretrainedNetwork.gestures()));
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
