package io.github.tsmjava.train.loading;

import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.data.TrainingClips.Clip;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.random.Randomness;
import io.github.tsmjava.video.VideoList.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the batches of an epoch before they are needed: while a batch is trained on, the next two are decoded by
 * several threads. Batches come in order and do not depend on the number of threads.
 */
public final class ClipLoader implements AutoCloseable {

    /**
     * The clips of a batch, and the videos that could not be read and are left out of it.
     */
    public record Batch(List<Clip> clips, List<Failed> failed) { }

    /** One of the two is null. */
    private record Loaded(Clip clip, Failed failed) { }

    private final TrainingClips clips;
    private final Randomness randomness;
    private final int epoch;
    private final int[] order;
    private final int batch;
    private final ExecutorService threads;
    private final Deque<Future<Loaded>> ahead = new ArrayDeque<>();
    private int next;

    /**
     * @param epoch   from 0
     * @param first   number of the first batch, from 0
     * @param batch   videos in a batch
     * @param threads how many videos are decoded at the same time
     */
    public ClipLoader(TrainingClips clips, Randomness randomness, int epoch, int first, int batch, int threads) {
        this.clips = clips;
        this.randomness = randomness;
        this.epoch = epoch;
        int[] all = randomness.order(epoch, clips.list().entries().size());
        // The last ones, fewer than a batch, are left out of an epoch.
        this.order = Arrays.copyOf(all, all.length / batch * batch);
        this.batch = batch;
        this.threads = Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("clips").daemon().factory());
        this.next = first * batch;
        fill();
    }

    /** Asks for videos until two batches of them are in memory or on their way. */
    private void fill() {
        while (ahead.size() < 2 * batch && next < order.length) {
            int index = order[next++];
            ahead.add(threads.submit(() -> load(index)));
        }
    }

    private Loaded load(int index) {
        Entry entry = clips.list().entries().get(index);
        try {
            return new Loaded(clips.clip(index, randomness.clip(epoch, index)), null);
        } catch (UncheckedIOException e) {
            return new Loaded(null, Failed.of(entry, e.getCause()));
        } catch (IOException | IllegalArgumentException e) {
            return new Loaded(null, Failed.of(entry, e));
        }
    }

    /**
     * The next batch.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Batch next() throws InterruptedException {
        List<Clip> read = new ArrayList<>();
        List<Failed> failed = new ArrayList<>();
        for (int i = 0; i < batch && !ahead.isEmpty(); i++) {
            Loaded loaded = get(ahead.remove());
            if (loaded.clip == null) {
                failed.add(loaded.failed);
            } else {
                read.add(loaded.clip);
            }
        }
        fill();
        return new Batch(read, failed);
    }

    private static Loaded get(Future<Loaded> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
