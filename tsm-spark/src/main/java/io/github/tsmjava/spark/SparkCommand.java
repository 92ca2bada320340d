package io.github.tsmjava.spark;

import io.github.tsmjava.app.Main;
import io.github.tsmjava.app.options.CheckpointOptions;
import io.github.tsmjava.app.options.FrameRateOption;
import io.github.tsmjava.app.options.ModelOptions;
import io.github.tsmjava.app.options.ViewOptions;
import io.github.tsmjava.app.options.streams.WindowOptions;
import io.github.tsmjava.app.report.EvaluationFiles;
import io.github.tsmjava.app.report.EvaluationReport;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.WindowClassifier;
import io.github.tsmjava.spark.input.Clip;
import io.github.tsmjava.spark.input.ClipList;
import io.github.tsmjava.spark.input.Inputs;
import io.github.tsmjava.spark.input.LocalCopy;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.prepare.FrameFormat;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.image.Image;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./tsm spark}, and what spark-submit starts: names what happens in any number of videos. */
@Command(name = "tsm spark", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Classifies any number of videos, here or on a cluster of Apache Spark, and writes a table.",
            "A video that cannot be read is a row that says why. What is written is committed every thousand videos or so; "
            + "--resume goes on after whatever happened."},
        footerHeading = "%nExamples:%n",
        footer = {"  ./tsm spark --input testdata --output scores",
            "  ./tsm spark --input 's3a://clips/2026/*' --weights tsm.pth --output s3a://scores/2026 \\%n"
            + "    --master spark://head:7077 --resume"})
public final class SparkCommand implements Callable<Integer> {

    private static final int MOST_SECONDS = 86_400;
    private static final int MOST_MEGABYTES = 1 << 20;
    private static final int ERRORS_SHOWN = 20;
    private static final int LARGEST_CHUNK = 1_000_000;

    @Option(names = "--input", required = true, paramLabel = "I", description = "Videos: a folder with folders in it, a "
            + "pattern, a text file of one a line, a video, or a table with a column path.")
    private String input;

    @Option(names = "--root", paramLabel = "R",
            description = "The folder in which a list's paths begin (default: the list's own folder).")
    private String root;

    @Option(names = "--output", required = true, paramLabel = "O", description = "The folder that the table is written to.")
    private String output;

    @Option(names = "--format", paramLabel = "parquet|json", defaultValue = "parquet",
            description = "Of the table (default: ${DEFAULT-VALUE}).")
    private ScoreTable.Format format;

    @Option(names = "--resume", description = "Go on with a table: leave out the videos that have a row.")
    private boolean resume;

    @Option(names = "--weights", paramLabel = "W", description = CheckpointOptions.WEIGHTS)
    private String weights;

    @Mixin
    private ModelOptions model;

    @Option(names = "--top", paramLabel = "K", defaultValue = "5",
            description = "Classes that a row names (default: ${DEFAULT-VALUE}).")
    private int top;

    @Mixin
    private ViewOptions views;

    @Option(names = "--exact", description = "Do not use Winograd's algorithm: slower, and a few bits more exact.")
    private boolean exact;

    @Option(names = "--patience", paramLabel = "SECONDS", defaultValue = "900",
            description = "For one video, with what its storage takes (default: ${DEFAULT-VALUE}).")
    private int patience;

    @Option(names = "--max-errors", paramLabel = "PERCENT", defaultValue = "0", description = "Of videos with errors: with "
            + "more the exit code is 2 (default: ${DEFAULT-VALUE}).")
    private double mostErrors;

    @Option(names = "--chunk", paramLabel = "N",
            description = "Videos that are committed together (default: 64 for each core, but 1024 at least).")
    private Integer chunk;

    @Mixin
    private WindowOptions windows;

    @Mixin
    private FrameRateOption frameRate;

    @Option(names = "--split", paramLabel = "MB", defaultValue = "32", description = "Videos of more megabytes are scored by "
            + "several tasks, each some of their windows or clips (default: ${DEFAULT-VALUE}).")
    private double split;

    @ArgGroup
    private Work work = new Work();

    @Mixin
    private EvaluationFiles files;

    @Option(names = "--short-side", paramLabel = "S",
            description = "With --extract-frames: resize so that the shorter side has S pixels.")
    private Integer shortSide;

    @Mixin
    private Session cluster;

    /** What is done, if it is not a table of scores alone. */
    private static final class Work {

        @Option(names = "--eval", description = "Report the accuracy on a list of videos with labels, as ./tsm eval does.")
        private boolean evaluates;

        @Option(names = "--extract-frames", description = "Write the frames of each video into a folder instead, as "
                + "./tsm prepare frames does; folders that are there are left as they are.")
        private boolean extracts;

        @Option(names = "--follow", description = "Score videos as they come into the folder, until Ctrl-C; the same "
                + "command goes on.")
        private boolean follows;
    }

    @Spec
    private CommandSpec spec;

    SparkCommand() {
    }

    /** Runs the command and ends with its exit code. */
    public static void main(String[] args) {
        Main.start(new SparkCommand(), args);
    }

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--top", top, 1, Integer.MAX_VALUE);
        UsageException.requireRange("--patience", patience, 1, MOST_SECONDS);
        UsageException.requireRange("--chunk", chunk, 1, LARGEST_CHUNK);
        if (!(mostErrors >= 0 && mostErrors <= 100)) {
            throw new UsageException("--max-errors: expected 0 to 100, found " + mostErrors);
        }
        if (!(split > 0 && split <= MOST_MEGABYTES)) {
            throw new UsageException("--split: expected above 0 and up to %d MB, found %s".formatted(MOST_MEGABYTES, split));
        }
        windows.check(frameRate.isGiven());
        frameRate.check();
        if (windows.areGiven() && (work.evaluates || work.extracts || work.follows)) {
            throw new UsageException("--window: expected without --eval, --extract-frames and --follow");
        }
        try (SparkSession session = cluster.open()) {
            try {
                return run(session);
            } catch (UsageException | IOException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // A cluster that goes away stops the session, which then says no more than that.
                if (Failures.isOfSpark(e) || session.sparkContext().isStopped()) {
                    throw new IOException("Spark gave up: " + Failures.line(e), e);
                }
                throw e;
            }
        }
    }

    private int run(SparkSession session) throws Exception {
        if (work.extracts) {
            return extractFrames(session);
        }
        PrintWriter err = spec.commandLine().getErr();
        VideoScores.Options options = options(session);
        ClipList list = work.evaluates ? labelled(session, options.network()) : null;
        if (work.evaluates) {
            options = options.withTop(options.network().network().config().classes());
        }
        Scorer scorer = new Scorer(session, options);
        PartScorer<?> parts = parts(scorer, options);
        ScoreTable table = new ScoreTable(session, output, format, parts.schema());
        if (work.follows) {
            session.streams().addListener(Following.listener(scorer.tally(), err));
            new Following(session, scorer, table).start(input, chunk).awaitTermination();
            return ExitCode.OK;
        }
        List<Clip> clips = new Inputs(session).clips(input, root);
        new Scoring(session, scorer, parts, table, chunk).run(clips, resume, err);
        return list == null ? report(table) : evaluate(list, table, options.network());
    }

    private PartScorer<?> parts(Scorer scorer, VideoScores.Options options) {
        long bytes = (long) Math.ceil(split * 1e6);
        VideoClassifier.Settings settings = options.settings();
        if (!windows.areGiven()) {
            return new ClipParts(scorer, bytes, settings.views().clips().count());
        }
        WindowClassifier.Settings of = windows.settings(options.network(), views, settings);
        return new WindowParts(scorer, bytes, new WindowParts.Windows(of.window(), of.every(), frameRate.rate()));
    }

    /** The list that is to be evaluated, read before hours of work. */
    private ClipList labelled(SparkSession session, PretrainedNetwork network) throws IOException {
        files.require();
        ClipList list = ClipList.read(input, root, session.sparkContext().hadoopConfiguration());
        if (list.labels() == null) {
            throw new UsageException("--eval: expected a list with labels, found paths alone in " + input);
        }
        list.labels().requireLabelsBelow(network.network().config().classes());
        return list;
    }

    private int evaluate(ClipList list, ScoreTable table, PretrainedNetwork network) throws IOException {
        List<String> names = EvaluationReport.names(network);
        Evaluation evaluation = Assessment.of(list, table.rows(), names.size(), Average.of(network.flavour()));
        EvaluationReport.print(evaluation, names, files.whereAllAreNamed(), spec.commandLine().getOut(),
                spec.commandLine().getErr());
        files.write(evaluation, names, "");
        return exit(evaluation.outcomes().size(), evaluation.failed().size());
    }

    private int extractFrames(SparkSession session) throws IOException {
        UsageException.requireRange("--short-side", shortSide, 1, Image.MAX_SIDE);
        FrameFormat frames = new FrameFormat(FrameFormat.DEFAULT.pattern(), shortSide == null ? 0 : shortSide,
                FrameFormat.DEFAULT.quality());
        FrameWriter writer = new FrameWriter(session, output, frames, views.decoder(), Duration.ofSeconds(patience));
        PrintWriter err = spec.commandLine().getErr();
        FrameFolders.Report report =
                new FrameFolders(session, output, writer).run(new Inputs(session).clips(input, root), err);
        int failed = report.errors().size();
        printErrors(report.errors(), failed);
        spec.commandLine().getOut().printf("%d videos written, %d there already, %d failed%n", report.written(),
                report.present(), failed);
        return exit(report.written() + report.present() + failed, failed);
    }

    private VideoScores.Options options(SparkSession session) throws IOException {
        PretrainedNetwork network = views.spaced(network(session));
        VideoClassifier.Settings settings =
                views.settings(network, network.views(Views.EFFICIENT), exact ? Accuracy.EXACT : Accuracy.FAST);
        return new VideoScores.Options(network, settings, top, Duration.ofSeconds(patience));
    }

    private PretrainedNetwork network(SparkSession session) throws IOException {
        if (weights == null) {
            return model.load(null);
        }
        try (LocalCopy file = LocalCopy.of(weights, session.sparkContext().hadoopConfiguration(), Limits.USUAL.bytes())) {
            return model.load(file.path());
        }
    }

    private int report(ScoreTable table) {
        ScoreTable.Summary summary = table.summary();
        if (summary.errors() > 0) {
            printErrors(table.errors(ERRORS_SHOWN), summary.errors());
        }
        spec.commandLine().getOut().printf("%d videos in %s, %d with errors%n", summary.videos(), output, summary.errors());
        return exit(summary.videos(), summary.errors());
    }

    private void printErrors(List<String> some, long all) {
        PrintWriter err = spec.commandLine().getErr();
        some.stream().limit(ERRORS_SHOWN).forEach(error -> err.println("tsm: " + error));
        if (all > ERRORS_SHOWN) {
            err.printf("tsm: … and %d more%n", all - ERRORS_SHOWN);
        }
    }

    private int exit(long videos, long errors) {
        return errors * 100.0 > mostErrors * videos ? ExitCode.USAGE : ExitCode.OK;
    }
}
