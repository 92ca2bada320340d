package io.github.tsmjava.train.evaluation.streams;

import io.github.tsmjava.models.StreamingClassifier;
import io.github.tsmjava.models.streaming.Smoothing;
import io.github.tsmjava.models.streaming.Smoothing.Decision;
import io.github.tsmjava.models.streaming.Smoothing.Smoother;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.train.evaluation.streams.StreamEvaluation.Alarm;
import io.github.tsmjava.train.streams.StreamList;
import io.github.tsmjava.video.Video;
import io.github.tsmjava.video.image.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a network over streams, and rates what is decided.
 *
 * @param classifier whose settings say how many frames a second it sees
 * @param labels     names of its classes
 * @param idle       the class that means that nothing happens
 */
public record StreamEvaluator(StreamingClassifier classifier, List<String> labels, int idle) {

    /** Frames that are decoded together: a file that is no folder is read from a key frame on each time. */
    private static final int AT_ONCE = 64;
    private static final double NANOS = 1e9;

    /**
     * What the network says of a stream.
     *
     * @param times  of the frames that it sees, in seconds
     * @param logits of each of them alone
     */
    public record Scores(StreamList.Entry stream, double[] times, List<float[]> logits) { }

    /**
     * Runs the network over all streams, several at a time.
     *
     * @param progress called after each stream, from any thread
     * @throws IOException in one line, if a stream cannot be read
     */
    public List<Scores> scores(StreamList list, Runnable progress) throws IOException {
        Scores[] scores = new Scores[list.streams().size()];
        try {
            WorkerPool.current().forEach(scores.length, i -> {
                scores[i] = scores(list, list.streams().get(i));
                progress.run();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return List.of(scores);
    }

    private Scores scores(StreamList list, StreamList.Entry stream) {
        StreamingClassifier.Stream answers = classifier.open();
        List<Double> times = new ArrayList<>();
        List<float[]> logits = new ArrayList<>();
        try (Video video = list.open(stream)) {
            for (int first = 0; first < stream.frames(); first += AT_ONCE) {
                int[] indices = IntStream.range(first, Math.min(stream.frames(), first + AT_ONCE)).toArray();
                List<Image> pictures = video.frames(indices);
                for (int i = 0; i < indices.length; i++) {
                    double seconds = indices[i] / stream.rate();
                    answers.next(pictures.get(i), Math.round(NANOS * seconds)).ifPresent(answer -> {
                        times.add(seconds);
                        logits.add(answer.logits());
                    });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Scores(stream, times.stream().mapToDouble(time -> time).toArray(), logits);
    }

    /** Decides what happens, and compares it with what does. */
    public StreamEvaluation evaluate(List<Scores> streams, Smoothing smoothing) {
        return StreamEvaluation.of(streams.stream().map(scores -> StreamEvaluation.of(scores.stream.seconds(),
                scores.stream.events(), alarms(scores, smoothing))).toList());
    }

    private List<Alarm> alarms(Scores scores, Smoothing smoothing) {
        Smoother smoother = smoothing.open(labels, classifier.settings().answerRate());
        List<Alarm> alarms = new ArrayList<>();
        int before = idle;
        for (int i = 0; i < scores.times.length; i++) {
            Decision decision = smoother.next(scores.logits.get(i));
            if (decision.index() != before && decision.index() != idle) {
                alarms.add(new Alarm(scores.times[i], labels.get(decision.index())));
            }
            before = decision.index();
        }
        return alarms;
    }
}
