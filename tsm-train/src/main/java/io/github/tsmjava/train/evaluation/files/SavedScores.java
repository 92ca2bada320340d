package io.github.tsmjava.train.evaluation.files;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Softmax;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Failed;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome.Scored;
import io.github.tsmjava.train.evaluation.Evaluation.Outcome;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluator;
import io.github.tsmjava.video.VideoList.Entry;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.image.VideoException;
import io.github.tsmjava.weights.Npy;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The scores of a list's videos, from a file of an earlier evaluation: to be rated again, alone or added up with those
 * of other networks.
 *
 * <p>Sources: the files that {@code ./tsm eval --json} and {@code --out} write, the latter as MMAction2's
 * {@code tools/test.py --out} does; MMAction2's {@code report_accuracy.py}.
 *
 * @param file     where they come from
 * @param videos   the videos, or null if the file does not name them
 * @param labels   the class names, or empty if the file has none
 * @param scores   [N, K], in the order of the list; zeros for a video that failed
 * @param failures why videos failed, by their place in the list from 0
 */
public record SavedScores(Path file, VideoList videos, List<String> labels, Tensor scores,
                          Map<Integer, String> failures) {

    private static final long MAX_BYTES = 1L << 30;
    /** How far the sum of probabilities may be from 1. */
    private static final double ROUNDING = 1e-3;

    /**
     * Reads scores: JSON as {@code --json} writes it, a JSON array of K scores for each video, or {@code .npy} [N, K].
     *
     * @throws IOException in one line that names the file, if it holds anything else
     */
    public static SavedScores read(Path file) throws IOException {
        if (file.toString().endsWith(".npy")) {
            Tensor scores = Npy.read(file);
            if (scores.rank() != 2) {
                throw new VideoException(file, "expected scores [N, K], found " + scores);
            }
            return finite(new SavedScores(file, null, List.of(), scores, Map.of()));
        }
        if (file.toString().matches(".*\\.(pkl|pickle)")) {
            throw new IOException(file
                    + " is a pickle, which is not read: write the scores with tools/test.py --out result.json");
        }
        if (!Files.isRegularFile(file)) {
            throw new VideoException(file, "expected a file of scores, found "
                    + (Files.exists(file) ? "something else" : "no such file"));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new VideoException(file, "a file of at most %d bytes expected, found %d"
                    .formatted(MAX_BYTES, Files.size(file)));
        }
        try {
            JsonElement json = JsonParser.parseString(Files.readString(file));
            return finite(json.isJsonArray() ? ofRows(file, json.getAsJsonArray())
                    : ofReport(file, json.getAsJsonObject()));
        } catch (CharacterCodingException e) {
            throw new VideoException(file, "expected scores in UTF-8, found other bytes", e);
        } catch (JsonParseException | ClassCastException | IllegalStateException | UnsupportedOperationException
                | NullPointerException | NumberFormatException e) {
            throw new VideoException(file,
                    "expected scores as ./tsm eval --json or --out writes them, found something else", e);
        }
    }

    private static SavedScores ofRows(Path file, JsonArray rows) throws VideoException {
        return new SavedScores(file, null, List.of(), matrix(file, rows.asList()), Map.of());
    }

    private static SavedScores ofReport(Path file, JsonObject report) throws VideoException {
        List<String> labels = report.getAsJsonArray("classes").asList().stream()
                .map(label -> label.getAsJsonObject().get("label").getAsString()).toList();
        JsonArray nothing = new JsonArray();
        labels.forEach(_ -> nothing.add(0));
        List<Entry> entries = new ArrayList<>();
        List<JsonElement> rows = new ArrayList<>();
        Map<Integer, String> failures = new HashMap<>();
        for (JsonElement element : report.getAsJsonArray("results")) {
            JsonObject result = element.getAsJsonObject();
            if (!result.has("scores")) {
                failures.put(entries.size(), result.get("error").getAsString());
            }
            entries.add(new Entry(entries.size() + 1, result.get("path").getAsString(), 0, -1,
                    result.get("label").getAsInt()));
            rows.add(result.has("scores") ? result.get("scores") : nothing);
        }
        List<String> numbered = IntStream.range(0, labels.size()).mapToObj(i -> "class " + i).toList();
        return new SavedScores(file, new VideoList(file, entries), labels.equals(numbered) ? List.of() : labels,
                matrix(file, rows), failures);
    }

    private static Tensor matrix(Path file, List<JsonElement> rows) throws VideoException {
        int classes = rows.isEmpty() ? 0 : rows.getFirst().getAsJsonArray().size();
        if (classes == 0) {
            throw new VideoException(file, "expected scores, found none");
        }
        Tensor scores = Tensor.zeros(rows.size(), classes);
        for (int row = 0; row < rows.size(); row++) {
            JsonArray elements = rows.get(row).getAsJsonArray();
            if (elements.size() != classes) {
                throw new VideoException(file, "video %d: expected %d scores, as video 1 has, found %d"
                        .formatted(row + 1, classes, elements.size()));
            }
            for (int i = 0; i < classes; i++) {
                scores.data()[row * classes + i] = elements.get(i).getAsFloat();
            }
        }
        return scores;
    }

    private static SavedScores finite(SavedScores saved) throws VideoException {
        for (int i = 0; i < saved.scores.size(); i++) {
            if (!Float.isFinite(saved.scores.data()[i])) {
                throw new VideoException(saved.file, "video %d: expected finite scores, found %s"
                        .formatted(i / saved.scores.dim(1) + 1, saved.scores.data()[i]));
            }
        }
        return saved;
    }

    /**
     * Rates the weighted sum of some networks' scores. A video that failed in one of them counts as failed.
     *
     * @param members at least one
     * @param weights what the scores of each are multiplied with
     * @param softmax whether each video's scores are turned into probabilities first
     * @param list    the videos and their labels, or null to take those of the first file
     * @throws IOException in one line, if files do not fit one another or the list
     */
    public static Evaluation evaluate(List<SavedScores> members, List<Double> weights, boolean softmax, VideoList list)
            throws IOException {
        SavedScores first = members.getFirst();
        VideoList videos = list != null ? list : first.videos;
        if (videos == null) {
            throw new VideoException(first.file, "does not say which videos the scores are of: a list is needed");
        }
        int classes = first.scores.dim(1);
        videos.requireLabelsBelow(classes);
        for (SavedScores member : members) {
            member.requireSame(videos, classes);
            member.requireLabels(first);
        }
        double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
        float[] mean = new float[first.scores.size()];
        for (int m = 0; m < members.size(); m++) {
            Tensor scores = softmax ? Softmax.softmax(members.get(m).scores) : members.get(m).scores;
            for (int i = 0; i < mean.length; i++) {
                mean[i] += (float) (weights.get(m) / sum * scores.data()[i]);
            }
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int row = 0; row < videos.entries().size(); row++) {
            float[] scores = new float[classes];
            System.arraycopy(mean, row * classes, scores, 0, classes);
            Entry entry = videos.entries().get(row);
            Integer place = row;
            String failure = members.stream().map(member -> member.failures.get(place)).filter(Objects::nonNull)
                    .findFirst().orElse(null);
            outcomes.add(failure == null ? new Scored(entry, scores) : new Failed(entry, failure));
        }
        boolean probabilities = outcomes.stream().allMatch(
                outcome -> !(outcome instanceof Scored scored) || areProbabilities(scored.scores()));
        return Evaluation.of(outcomes, classes, probabilities ? Average.PROBABILITIES : Average.LOGITS);
    }

    private void requireSame(VideoList list, int classes) throws VideoException {
        int found = scores.dim(0);
        if (found != list.entries().size() || scores.dim(1) != classes) {
            throw new VideoException(file, "expected scores of %d videos and %d classes, found %d and %d"
                    .formatted(list.entries().size(), classes, found, scores.dim(1)));
        }
        if (videos != null) {
            Evaluator.requireSameVideos(list, videos);
        }
    }

    private void requireLabels(SavedScores first) throws VideoException {
        if (!labels.isEmpty() && !first.labels.isEmpty() && !labels.equals(first.labels)) {
            throw new VideoException(file,
                    "expected the classes of %s in the same order, found others".formatted(first.file));
        }
    }

    private static boolean areProbabilities(float[] scores) {
        double sum = 0;
        for (float score : scores) {
            if (score < 0) {
                return false;
            }
            sum += score;
        }
        return Math.abs(sum - 1) < ROUNDING;
    }

    /**
     * Writes the scores of all videos: {@code .json} as MMAction2 does, or {@code .npy} [N, K].
     *
     * @throws IOException in one line that names the file, if a video has no scores or the file cannot be written
     */
    public static void write(Path file, Evaluation evaluation) throws IOException {
        if (!evaluation.failed().isEmpty()) {
            throw new VideoException(file, "not written, since %d videos have no scores, the first is %s".formatted(
                    evaluation.failed().size(), evaluation.failed().getFirst().entry().path()));
        }
        List<float[]> rows = evaluation.scored().stream().map(Scored::scores).toList();
        if (file.toString().endsWith(".npy")) {
            Npy.write(file, Tensor.concat(rows.stream().map(row -> Tensor.of(row, 1, row.length)).toList()));
            return;
        }
        byte[] text = new Gson().toJson(rows).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, channel -> Channels.newOutputStream(channel).write(text));
    }
}
