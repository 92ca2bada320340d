package io.github.tsmjava.models;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.weights.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server's hour: many virtual threads classify, stream and load, files good and bad in turn, some of them
 * interrupted. At the end memory, threads and open files are what they were after the first tenth, results are the same
 * to the bit, and no core is busy. Runs with {@code -Psoak}; {@code -Dtsm.soak.minutes} sets how long.
 */
@Tag("soak")
class SoakTest {

    private static final int AT_ONCE = 16;
    private static final int DAMAGED = 40;
    /** Where Linux lists what a process has open. */
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    @TempDir
    private Path folder;

    private final VideoClassifier classifier = VideoClassifier.gestures();
    private final List<Path> good = new ArrayList<>();
    private final List<float[]> expected = new ArrayList<>();
    private final List<Path> bad = new ArrayList<>();
    private final List<byte[]> checkpoints = new ArrayList<>();
    private final Tensor clip = Tensor.zeros(8, 3, 96, 96);
    private float[] streamed;
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /** What a process may gather without noticing. */
    private record Held(long heap, int threads, long files) {

        static Held now() throws InterruptedException, IOException {
            long heap = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                System.gc();
                Thread.sleep(200);
                Runtime runtime = Runtime.getRuntime();
                heap = Math.min(heap, runtime.totalMemory() - runtime.freeMemory());
            }
            long files = 0;
            if (Files.isDirectory(OPEN_FILES)) {
                try (Stream<Path> open = Files.list(OPEN_FILES)) {
                    files = open.count();
                }
            }
            return new Held(heap, Thread.getAllStackTraces().size(), files);
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        Random random = new Random(14);
        try (var files = Files.list(Path.of("..", "testdata"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".gif")).sorted().toList()) {
                good.add(file);
                expected.add(scores(file));
                byte[] whole = Files.readAllBytes(file);
                for (int i = 0; i < DAMAGED; i++) {
                    byte[] damaged = Arrays.copyOf(whole, i % 2 == 0 ? whole.length : random.nextInt(whole.length));
                    for (int n = 0; n < 3 && damaged.length > 0; n++) {
                        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                    }
                    bad.add(Files.write(folder.resolve("bad" + bad.size() + ".gif"), damaged));
                }
            }
        }
        try (Checkpoint box = PretrainedNetwork.openGestures()) {
            assertTrue(box.tensors().size() > 100);
        }
        byte[] whole;
        try (var in = PretrainedNetwork.class.getResourceAsStream("gestures.safetensors")) {
            whole = in.readAllBytes();
        }
        for (int i = 0; i < 4; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(40_000)] ^= (byte) (1 + random.nextInt(255));
            checkpoints.add(damaged);
        }
        for (int i = 0; i < clip.size(); i++) {
            clip.data()[i] = (float) random.nextGaussian();
        }
        streamed = stream();
    }

    private float[] scores(Path file) throws IOException {
        List<Prediction.Score> scores = classifier.classify(file).top(10);
        float[] values = new float[scores.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = scores.get(i).probability();
        }
        return values;
    }

    private float[] stream() {
        StreamingNetwork stream = new StreamingNetwork(classifier.model().network());
        float[] last = {};
        for (int t = 0; t < clip.dim(0); t++) {
            last = stream.next(clip.slice(t, t + 1)).data().clone();
        }
        return last;
    }

    @Test
    void anHour() throws Exception {
        Duration time =
                Duration.ofSeconds(Math.round(60 * Double.parseDouble(System.getProperty("tsm.soak.minutes", "60"))));
        work(time.dividedBy(10));
        Held before = Held.now();
        work(time.multipliedBy(9).dividedBy(10));
        Held after = Held.now();
        String found = "%d done, %d refused; %s, then %s".formatted(done.get(), refused.get(), before, after);
        System.out.println(found);
        assertTrue(after.heap <= 1.1 * before.heap + (8 << 20), found);
        assertTrue(after.threads <= before.threads + 1, found);
        assertTrue(after.files <= before.files + 1, found);
        Duration busy = cpuTime();
        Thread.sleep(3000);
        assertTrue(cpuTime().minus(busy).toMillis() < 300, "a core is busy although there is nothing to do");
    }

    private static Duration cpuTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void work(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        Semaphore room = new Semaphore(AT_ONCE);
        List<Future<?>> tasks = new ArrayList<>();
        Random random = new Random(done.get());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            while (System.nanoTime() < end) {
                room.acquire();
                int kind = random.nextInt(10);
                int which = random.nextInt(1 << 20);
                tasks.add(threads.submit(() -> {
                    try {
                        act(kind, which);
                        done.incrementAndGet();
                    } finally {
                        room.release();
                    }
                    return null;
                }));
                if (tasks.size() > 1000) {
                    for (Future<?> task : tasks) {
                        task.get();
                    }
                    tasks.clear();
                }
            }
        }
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    private void act(int kind, int which) throws Exception {
        switch (kind) {
            case 0, 1, 2 -> {
                int file = which % good.size();
                assertArrayEquals(expected.get(file), scores(good.get(file)));
            }
            case 3 -> assertArrayEquals(streamed, stream());
            case 4 -> interrupt(good.get(which % good.size()), which % 30);
            case 5 -> refusable(() -> {
                try (Checkpoint checkpoint = Checkpoint.read(Path.of("damaged"),
                        checkpoints.get(which % checkpoints.size()))) {
                    checkpoint.tensors().forEach(info -> assertTrue(info.size() >= 0));
                }
            });
            default -> refusable(() -> scores(bad.get(which % bad.size())));
        }
    }

    /** What may fail, but in one line only. */
    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private void refusable(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
            refused.incrementAndGet();
        }
    }

    /** An interrupted thread ends soon, still interrupted or with a result. */
    private void interrupt(Path file, int millis) throws InterruptedException {
        boolean[] kept = {true};
        Thread thread = Thread.startVirtualThread(() -> {
            try {
                scores(file);
            } catch (IOException e) {
                kept[0] = Thread.currentThread().isInterrupted();
            }
        });
        Thread.sleep(millis);
        thread.interrupt();
        assertTrue(thread.join(Duration.ofSeconds(30)), "an interrupted thread goes on");
        assertTrue(kept[0], "the interrupt was lost");
    }
}
