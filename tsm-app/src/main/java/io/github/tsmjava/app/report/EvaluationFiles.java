package io.github.tsmjava.app.report;

import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.io.AtomicFile;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.files.ConfusionMatrix;
import io.github.tsmjava.train.evaluation.files.SavedScores;
import io.github.tsmjava.train.evaluation.files.Submission;
import io.github.tsmjava.train.evaluation.streams.StreamEvaluation;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The files that an evaluation is asked for. */
public final class EvaluationFiles {

    @Option(names = "--json", paramLabel = "F", description = "Write measures, classes and the scores of each video.")
    private Path json;

    @Option(names = {"--out", "--dump"}, paramLabel = "F.json|F.npy",
            description = "Write the scores alone, K for each video in the order of the list, as MMAction2 does.")
    private Path out;

    @Option(names = {"--submission", "--csv-file"}, paramLabel = "F",
            description = "Write the best class of each video, or the labels of the best five for Something-Something "
                    + "V2, as its test servers take them.")
    private Path submission;

    @Option(names = "--csv", paramLabel = "F", description = "Write the confusion matrix as a table.")
    private Path csv;

    @Option(names = "--png", paramLabel = "F", description = "Draw the confusion matrix.")
    private Path png;

    /** Refuses files in folders that are not there, before hours of evaluation. */
    public void require() {
        if (out != null && !out.toString().matches(".*\\.(json|npy)")) {
            throw new UsageException("--out: expected a name that ends in .json or .npy, found " + out);
        }
        for (Path file : Stream.of(json, out, submission, csv, png).filter(Objects::nonNull).toList()) {
            Path parent = file.toAbsolutePath().getParent();
            String found = Files.isDirectory(file) ? "a folder"
                    : Files.exists(file) && !Files.isRegularFile(file) ? "something else"
                    : !Files.isDirectory(parent) ? "no such folder"
                    : !Files.isWritable(parent) ? "one that cannot be written to" : "";
            if (!found.isEmpty()) {
                throw new UsageException("%s: expected a file in a folder that is there, found %s"
                        .formatted(file, found));
            }
        }
    }

    /** What to say of videos that are not named on the terminal. */
    public String whereAllAreNamed() {
        return json == null ? "; --json names them all" : "";
    }

    /** Of streams there is one file, that of {@code --json}. */
    public void write(StreamEvaluation evaluation, List<String> labels) throws IOException {
        if (json != null) {
            byte[] text = StreamReport.json(evaluation, labels).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(json, channel -> Channels.newOutputStream(channel).write(text));
        }
    }

    /** Refuses what is not written of streams. */
    public void requireJsonAlone() {
        if (Stream.of(out, submission, csv, png).anyMatch(Objects::nonNull)) {
            throw new UsageException("--out, --submission, --csv, --png: expected without --stream");
        }
    }

    /** @param dataset by this project's name, which decides how a submission looks */
    public void write(Evaluation evaluation, List<String> names, String dataset) throws IOException {
        if (json != null) {
            byte[] text = EvaluationJson.of(evaluation, names).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(json, channel -> Channels.newOutputStream(channel).write(text));
        }
        if (out != null) {
            SavedScores.write(out, evaluation);
        }
        if (submission != null) {
            Submission.write(submission, evaluation, names, dataset.equals("something-v2")
                    ? Submission.Form.FIVE_LABELS : Submission.Form.NAME);
        }
        if (csv != null) {
            ConfusionMatrix.writeCsv(csv, evaluation.confusion(), names);
        }
        if (png != null) {
            ConfusionMatrix.writePng(png, evaluation.confusion(), names);
        }
    }
}
