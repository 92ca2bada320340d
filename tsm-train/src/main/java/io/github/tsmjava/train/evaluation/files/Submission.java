package io.github.tsmjava.train.evaluation.files;

import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Scored;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The answers for each video as the original code writes them for the test servers of data sets whose labels are not
 * published: a line for each video, its parts separated by semicolons.
 *
 * <p>Source: the option {@code --csv_file} of MIT's {@code test_models.py}.
 */
public final class Submission {

    /** What follows a video's path. */
    public enum Form {
        /** The name of the best class. */
        NAME,
        /** The labels of the five best classes, the best first: what Something-Something V2 asks for. */
        FIVE_LABELS
    }

    private static final int BEST = 5;

    private Submission() {
    }

    /**
     * Writes the answers for all videos that could be classified, in the order of the list.
     *
     * @param labels one for each class
     * @throws IOException in one line that names the file, if it cannot be written
     */
    public static void write(Path file, Evaluation evaluation, List<String> labels, Form form) throws IOException {
        String text = evaluation.scored().stream()
                .map(video -> video.entry().path() + ";" + answer(video, labels, form) + "\n")
                .collect(Collectors.joining());
        AtomicFile.write(file, channel ->
                Channels.newOutputStream(channel).write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String answer(Scored video, List<String> labels, Form form) {
        if (form == Form.NAME) {
            return labels.get(video.predicted());
        }
        float[] scores = video.scores();
        return IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparing((Integer label) -> scores[label]).reversed())
                .limit(BEST).map(String::valueOf).collect(Collectors.joining(";"));
    }
}
