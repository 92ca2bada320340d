package io.github.tsmjava.web.teach;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.train.Trainer.TrainingException;
import io.github.tsmjava.train.teach.Examples;
import io.github.tsmjava.train.teach.Teaching;
import io.github.tsmjava.web.server.RefusedException;
import io.github.tsmjava.web.teach.GestureFolder.Gesture;
import io.github.tsmjava.web.teach.GestureFolder.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Learns from the examples in a folder, in the background, one time after the other. */
final class Learner {

    private static final double NANOSECONDS = 1e9;
    private static final String STOPPED = "stopped";
    /** A step of learning takes less. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GestureFolder folder;
    private final TeachSettings settings;
    private final Consumer<PretrainedNetwork> learned;
    private Thread thread;
    private long begin;
    private double share;
    private boolean later;
    private List<Float> losses = List.of();
    private String message = "";

    /**
     * How far it is.
     *
     * @param share   of the work, 0 to 1
     * @param seconds since it began
     * @param losses  of the steps so far, in nats
     * @param later   whether it goes on from what was learned before
     */
    record Progress(double share, double seconds, List<Float> losses, boolean later) {
    }

    /** @param learned is given what was learned, when it is kept */
    Learner(GestureFolder folder, TeachSettings settings, Consumer<PretrainedNetwork> learned) {
        this.folder = folder;
        this.settings = settings;
        this.learned = learned;
    }

    /**
     * Begins to learn.
     *
     * @param mirror whether from mirrored clips, too
     * @param goOn   from what was learned before, if it knows the same gestures
     * @throws RefusedException if it learns already, or there are not enough examples
     */
    synchronized void start(boolean mirror, boolean goOn) throws RefusedException {
        requireIdle();
        for (Gesture gesture : folder.gestures()) {
            if (gesture.clips().isEmpty()) {
                throw new RefusedException("%s has no examples yet: record one, or delete it".formatted(gesture.name()));
            }
        }
        Teaching teaching;
        Examples examples;
        try {
            examples = Examples.read(folder.examples());
            Teaching.Settings learning = settings.learning().withMirror(mirror);
            later = goOn && canGoOn(examples);
            teaching = later ? Teaching.goingOn(folder.networkFile(), examples, seen(examples), learning)
                    : settings.startOrNull() == null ? Teaching.fromGestures(examples, learning)
                    : Teaching.from(settings.startOrNull(), examples, learning);
        } catch (IOException e) {
            throw new RefusedException(e.getMessage());
        }
        begin = System.nanoTime();
        share = 0;
        losses = new ArrayList<>();
        message = "";
        thread = Thread.ofPlatform().daemon().name("tsm-teach").start(() -> learn(teaching, examples));
    }

    private boolean canGoOn(Examples examples) throws IOException {
        return folder.report().isPresent()
                && folder.network().filter(network -> network.labels().equals(examples.labels())).isPresent();
    }

    private Set<Path> seen(Examples examples) {
        List<String> seen = folder.report().orElseThrow().seen();
        return examples.clips().stream().map(Examples.Example::file)
                .filter(file -> seen.contains(file.getFileName().toString())).collect(Collectors.toSet());
    }

    private void learn(Teaching teaching, Examples examples) {
        String outcome = "";
        try {
            Teaching.Taught taught = teaching.learn(this::progressed);
            Report report = new Report(
                    examples.clips().stream().map(clip -> clip.file().getFileName().toString()).toList(),
                    taught.estimate().map(Teaching.Estimate::clips).orElse(0),
                    taught.estimate().map(Teaching.Estimate::right).orElse(0), later, seconds());
            folder.keep(taught.network(), report);
            learned.accept(taught.network());
            outcome = String.join("\n", taught.failures().stream().map(failure -> "left out: " + failure).toList());
        } catch (InterruptedException e) {
            outcome = STOPPED;
        } catch (IOException | TrainingException e) {
            // An interrupt closes the file that is being written.
            outcome = Thread.currentThread().isInterrupted() ? STOPPED : e.getMessage();
        } catch (RuntimeException | OutOfMemoryError e) {
            outcome = "it went wrong: " + e;
        } finally {
            end(outcome);
        }
    }

    private synchronized void progressed(double part, double loss) {
        share = part;
        if (!Double.isNaN(loss)) {
            losses.add((float) loss);
        }
    }

    private synchronized void end(String outcome) {
        thread = null;
        message = outcome;
    }

    private double seconds() {
        return (System.nanoTime() - begin) / NANOSECONDS;
    }

    /** How far it is, or null if it does not learn. */
    synchronized Progress progressOrNull() {
        return thread == null ? null : new Progress(share, seconds(), List.copyOf(losses), later);
    }

    /** How it ended the last time, if there is anything to say. */
    synchronized String message() {
        return message;
    }

    /** @throws RefusedException if it learns */
    synchronized void requireIdle() throws RefusedException {
        if (thread != null) {
            throw new RefusedException("it is learning; wait until it is done, or stop it");
        }
    }

    /** What was learned so far is forgotten. */
    synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Stops, and waits until nothing is written to the folder any more. */
    void close() {
        Thread last;
        synchronized (this) {
            stop();
            last = thread;
        }
        try {
            if (last != null) {
                last.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
