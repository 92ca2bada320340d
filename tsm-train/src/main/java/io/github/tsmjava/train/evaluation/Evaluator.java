package io.github.tsmjava.train.evaluation;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.VideoList.Entry;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.VideoException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Classifies all videos of a list, with one network or with several whose scores are added up: an ensemble, or two
 * streams of RGB and optical flow. A video that cannot be read is left out and named, never replaced.
 */
public final class Evaluator {

    /** Videos that are worked on at the same time at most; each needs the memory of a network's activations. */
    private static final int MAX_AT_ONCE = 4;

    /**
     * One network and its videos.
     *
     * @param list   of another member it differs in paths and frames at most
     * @param root   the folder that the list's paths begin in
     * @param weight what its scores are multiplied with
     */
    public record Member(VideoClassifier classifier, VideoList list, Path root, double weight) {

        public Member {
            require(weight > 0 && Double.isFinite(weight), "a weight above 0 expected, got %s", weight);
        }

        private NetworkConfig config() {
            return classifier.model().network().config();
        }

        /** Whether the classes may be the same in the same order; guessed names decide nothing but the order. */
        private boolean fits(Member other) {
            PretrainedNetwork model = classifier.model();
            PretrainedNetwork otherModel = other.classifier.model();
            List<String> names = model.labels();
            List<String> others = otherModel.labels();
            boolean guessed = model.labelGuess() != null || otherModel.labelGuess() != null;
            return names.isEmpty() || others.isEmpty() || names.equals(others)
                    || guessed && !Set.copyOf(names).equals(Set.copyOf(others));
        }

        private float[] scores(int index, Average average) throws IOException {
            Entry entry = list.entries().get(index);
            VideoClassifier.Settings settings = classifier.settings();
            try (Video video = entry.open(root, config().modality(), settings.decoder(), settings.limits())) {
                return average.scores(classifier.classify(video, average));
            }
        }
    }

    private final List<Member> members;
    private final Average average;

    /**
     * @param members at least one; several must know the same classes and have lists of the same videos
     * @param average what is averaged over the views of a video, and added up over the members
     * @throws VideoException if a list has labels beyond the network's classes, or lists differ; with the line's number
     * @throws io.github.tsmjava.tensor.ShapeException if the members have different classes
     */
    public Evaluator(List<Member> members, Average average) throws VideoException {
        require(!members.isEmpty(), "at least 1 network expected, got 0");
        this.members = List.copyOf(members);
        this.average = average;
        Member first = members.getFirst();
        for (Member member : members) {
            require(member.config().classes() == first.config().classes(), "networks of %d and of %d classes",
                    first.config().classes(), member.config().classes());
            require(first.fits(member),
                    "networks of the same classes in the same order expected, got others");
            member.list.requireLabelsBelow(first.config().classes());
            requireSameVideos(first.list, member.list);
        }
    }

    /**
     * Refuses lists of different videos. Their paths may differ, as those of frames and of optical flow do.
     *
     * @throws VideoException in one line with the number of the first line that differs
     */
    public static void requireSameVideos(VideoList first, VideoList other) throws VideoException {
        if (other.entries().size() != first.entries().size()) {
            throw new VideoException(other.file(), "%d videos, but %s has %d"
                    .formatted(other.entries().size(), first.file(), first.entries().size()));
        }
        // Frames and flow may have names of their own, but then all of them have.
        boolean sameNames = true;
        for (int i = 0; i < first.entries().size(); i++) {
            Entry entry = other.entries().get(i);
            Entry expected = first.entries().get(i);
            if (entry.label() != expected.label()) {
                throw new VideoException(other.file(), "line %d: label %d, but line %d of %s has %d".formatted(
                        entry.line(), entry.label(), expected.line(), first.file(), expected.label()));
            }
            boolean sameName = name(entry).equals(name(expected));
            sameNames = i == 0 ? sameName : sameNames;
            if (sameName != sameNames) {
                throw new VideoException(other.file(), "line %d: %s, but line %d of %s has %s".formatted(
                        entry.line(), entry.path(), expected.line(), first.file(), expected.path()));
            }
        }
    }

    /** Of a video, whether it is a file or a folder of frames. */
    private static String name(Entry entry) {
        String path = entry.path();
        return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.[A-Za-z][A-Za-z0-9]{1,3}$", "");
    }

    /**
     * Classifies all videos. Several are read and computed at the same time, with as many threads in all as the
     * {@linkplain WorkerPool#current() current pool} has; results do not depend on their number.
     *
     * @param progress called after each video, from any thread
     * @throws InterruptedException if the calling thread is interrupted
     */
    public Evaluation evaluate(Runnable progress) throws InterruptedException {
        int threads = WorkerPool.current().threads();
        int atOnce = Math.min(threads, MAX_AT_ONCE);
        List<Future<Outcome>> futures = new ArrayList<>();
        ExecutorService videos = Executors.newFixedThreadPool(atOnce, Thread.ofPlatform().daemon().factory());
        // A thread that computes a video counts as one of the pool.
        try (WorkerPool pool = new WorkerPool(threads - atOnce + 1)) {
            for (int i = 0; i < members.getFirst().list.entries().size(); i++) {
                int index = i;
                futures.add(videos.submit(() -> pool.call(() -> {
                    Outcome outcome = outcome(index);
                    progress.run();
                    return outcome;
                })));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> future : futures) {
                outcomes.add(future.get());
            }
            return Evaluation.of(outcomes, members.getFirst().config().classes(), average);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            videos.shutdownNow();
        }
    }

    private Outcome outcome(int index) {
        Entry entry = members.getFirst().list.entries().get(index);
        try {
            return new Outcome.Scored(entry, scores(index));
        } catch (UncheckedIOException e) {
            return Outcome.Failed.of(entry, e.getCause());
        } catch (IOException | IllegalArgumentException | OutOfMemoryError e) {
            return Outcome.Failed.of(entry, e);
        }
    }

    /** The weighted mean over the members. */
    private float[] scores(int index) throws IOException {
        double[] sum = new double[members.getFirst().config().classes()];
        double weights = 0;
        for (Member member : members) {
            float[] scores = member.scores(index, average);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += member.weight * scores[i];
            }
            weights += member.weight;
        }
        float[] mean = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            mean[i] = (float) (sum[i] / weights);
        }
        return mean;
    }
}
