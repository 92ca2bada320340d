package io.github.tsmjava.app;

import io.github.tsmjava.app.original.ImageNetFile;
import io.github.tsmjava.app.original.TrainArguments;
import io.github.tsmjava.models.Average;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.NetworkConfig;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Shifting;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.train.Schedule;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.TrainingCheckpoint;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluator;
import io.github.tsmjava.train.prepare.DatasetLayout;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Crops;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tsm train}: a network from a list of videos. */
@Command(name = "train", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Trains a network on a list of videos.",
            "To continue a training that was stopped, add --resume and keep the other options; the result is as if it had "
            + "not been stopped."})
final class TrainCommand implements Callable<Integer> {

    private static final int MAX_SIZE = 1024;
    private static final int MEBIBYTE = 1 << 20;
    /** The share of the JVM's memory that keeps decoded frames. */
    private static final int CACHE_SHARE = 4;

    @Option(names = "--train-list", paramLabel = "L",
            description = "Videos to train on, one a line: path label, path frames label, or path offset frames label.")
    private Path trainList;

    @Option(names = "--val-list", paramLabel = "L", description = "Videos to validate on after each epoch.")
    private Path validationList;

    @Option(names = "--root", paramLabel = "R",
            description = "The folder in which the lists' paths begin (default: that of each list).")
    private Path root;

    @Option(names = "--labels", paramLabel = "F", description = "Class names, one a line; they go into the files.")
    private Path labelFile;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write to (default: where --resume lies).")
    private Path out;

    @Option(names = "--resume", paramLabel = "F",
            description = "Go on from this checkpoint.safetensors; the network is the one in it.")
    private Path resume;

    @Option(names = "--tune-from", paramLabel = "W",
            description = "Start from the parameters of this checkpoint, those of the classifier included if it knows "
                    + "the same classes; 'gestures' is the network in the box. Without --arch and --recipe the new "
                    + "network is like the one in it. Without effect where --resume goes on.")
    private Path tuneFrom;

    @Option(names = "--recipe", paramLabel = "NAME",
            description = "Train as a published network was trained; ./tsm zoo lists them. Other options change parts "
                    + "of it.")
    private String recipeName;

    @Mixin
    private NetworkOptions network;

    @Option(names = "--size", paramLabel = "S",
            description = "Side of the network's input in pixels (default: the recipe's or that of --tune-from, "
                    + "else 224).")
    private Integer size;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private AugmentationOptions augmentation;

    @Option(names = "--cache", paramLabel = "MIB",
            description = "Memory for decoded frames in MiB, at most the JVM's; 0 for none (default: a quarter of it).")
    private Integer cache;

    @Option(names = "--decoder", paramLabel = "auto|java|ffmpeg", defaultValue = "auto",
            description = "What decodes videos (default: ${DEFAULT-VALUE}).")
    private Decoder decoder;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private TrainArguments original;

    @Spec
    private CommandSpec spec;

    private Recipe recipe;
    /** The files of a data set that is named, or null. */
    private DatasetLayout layout;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--size", size, 1, MAX_SIZE);
        UsageException.requireRange("--cache", cache, 0, (int) (Runtime.getRuntime().maxMemory() / MEBIBYTE));
        if (!original.ignored().isEmpty()) {
            err().println("tsm: " + original.ignored());
        }
        findDataset();
        if (recipe != null && recipe.training() == null) {
            throw new UsageException("--recipe: how %s was trained is not known".formatted(recipe.name()));
        }
        requireFolder();
        VideoList list = VideoList.read(trainList);
        MemberOptions.reportMissing(list, root(trainList), err());
        VideoList validation = validationList == null ? null : VideoList.read(validationList);
        if (validation != null) {
            MemberOptions.reportMissing(validation, root(validationList), err());
        }
        if (tuneFrom == null && resume == null && recipe != null && "imagenet".equals(recipe.pretraining())) {
            tuneFrom = ImageNetFile.find(network.backboneName(recipe)).orElse(null);
        }
        Beginning beginning = new Beginning(recipe, network, tuneFrom, labelFile, size, training.seed());
        TrainingCheckpoint checkpoint = resume == null ? null : TrainingCheckpoint.read(resume);
        Beginning.Start start = checkpoint == null ? beginning.fresh(list, validation)
                : beginning.resumed(checkpoint, list, validation);
        PretrainedNetwork model = start.model();
        TrainingSettings settings = training.settings(
                schedule(), original.isMain() ? original.isClassifierNew(tuneFrom) : start.newClassifier(), augmentation.blending(schedule()), compute.accuracy());
        int videos = list.entries().size();
        if (videos < settings.batch()) {
            throw new UsageException("--batch-size: expected at most %d, as many videos as %s has, found %d"
                    .formatted(videos, trainList, settings.batch()));
        }
        // Dense networks know no other rhythm than theirs.
        Views views = new Views(training.sampling(schedule()), Crops.ONE, start.size(), false);
        VideoClassifier.Settings tested = new VideoClassifier.Settings(views, decoder, compute.accuracy());
        if (original.isEvaluation()) {
            return evaluate(new VideoClassifier(model, tested), validation);
        }
        Path folder = folder(model.network().config(), settings);
        Trainer trainer = new Trainer(model, settings, clips(start, list, root(trainList)),
                validation == null ? null : new Trainer.Validation(validation, root(validationList), tested), folder);
        if (checkpoint != null) {
            resume(trainer, checkpoint);
        }
        PrintWriter out = spec.commandLine().getOut();
        NetworkConfig config = model.network().config();
        out.println(describe(trainer, settings, config, beginning.origin()));
        if (videos % settings.batch() > 0) {
            out.printf("%d of %d videos, drawn anew, are left out of each epoch: the last batch would be incomplete%n",
                    videos % settings.batch(), videos);
        }
        return compute.call(() -> {
            try (TrainingReport report = new TrainingReport(out, err(), settings.epochs(), config.classes(),
                    validation == null ? 0 : validation.entries().size())) {
                trainer.train(report);
                report.ended(folder, trainer.state(), evaluation());
            }
            return ExitCode.OK;
        });
    }

    /** What a data set or a configuration by name stands for, where no option says otherwise. */
    private void findDataset() throws IOException {
        String config = original.config() == null ? recipeName : original.config();
        recipe = config == null ? null : ZooCommand.recipe(config);
        if (original.isMain()) {
            layout = original.layout(null);
            labelFile = labelFile != null ? labelFile
                    : layout.labels() != null ? layout.labels() : Path.of(original.datasetName());
            recipe = original.recipe(Labels.read(labelFile).size());
        } else if (trainList == null && recipe != null) {
            layout = original.layout(recipe);
        }
        if (trainList == null && layout == null) {
            throw new UsageException("--train-list: expected a list of videos, or a data set by name");
        }
        if (trainList == null) {
            trainList = layout.trainList();
            validationList = validationList == null && Files.exists(layout.valList()) ? layout.valList() : validationList;
        }
    }

    private Integer evaluate(VideoClassifier classifier, VideoList validation) throws Exception {
        if (validation == null || resume == null && tuneFrom == null) {
            throw new UsageException("--evaluate: expected with --val-list, and with --resume or --tune-from");
        }
        Evaluator evaluator = new Evaluator(List.of(new Evaluator.Member(classifier, validation, root(validationList), 1)),
                Average.of(classifier.model().flavour()));
        Evaluation evaluation = compute.call(() -> {
            try (Progress progress = Progress.over(validation.entries().size(), "validation")) {
                return evaluator.evaluate(progress::step);
            }
        });
        EvaluationReport.print(evaluation, EvaluationReport.names(classifier.model()), "",
                spec.commandLine().getOut(), err());
        return evaluation.failed().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    }

    private void resume(Trainer trainer, TrainingCheckpoint checkpoint) {
        try {
            trainer.resume(checkpoint);
        } catch (CheckpointException e) {
            throw new UsageException(("--resume: %s; only --epochs may change, where --lr-steps are given; to train on in "
                    + "another way, begin a new training from its network: --tune-from %s --out NEW")
                    .formatted(e.getMessage(), TrainingReport.quoted(resume)));
        }
    }

    /** What is about to be trained: a TSN that should have been a TSM costs days. */
    private String describe(Trainer trainer, TrainingSettings settings, NetworkConfig config, String origin) {
        Shifting shifting = config.shifting();
        return String.format(Locale.ROOT, "%s: %s, %d segments, %d classes; %d epochs of %d steps of %d videos; %s",
                config.architecture(), shifting.isPresent() ? "shift in %d blocks".formatted(shifting.blocks().size())
                        : "a TSN, no block shifts", config.segments(), config.classes(), settings.epochs(),
                trainer.steps(), settings.batch(), resume == null ? "from " + origin : "goes on from " + resume);
    }

    /** The options with which {@code ./tsm eval} sees what training was validated on. */
    private String evaluation() {
        String list = validationList == null ? "LIST" : TrainingReport.quoted(validationList);
        return "--list " + list + (root == null ? "" : " --root " + TrainingReport.quoted(root));
    }

    private Path root(Path list) {
        if (root == null && layout != null && list.equals(layout.trainList())) {
            return layout.trainVideos();
        }
        if (root == null && layout != null && list.equals(layout.valList())) {
            return layout.valVideos();
        }
        return root == null ? list.toAbsolutePath().getParent() : root;
    }

    private void requireFolder() {
        if (out == null && resume == null && !original.namesFolder() && !original.isEvaluation()) {
            throw new UsageException("--out: expected a folder to write to");
        }
        if (resume != null && Files.notExists(resume)) {
            throw new UsageException("--resume: %s: no such file; a training that was stopped before its first "
                    .formatted(resume) + "checkpoint begins again with --out");
        }
    }

    /** Nothing that was trained is overwritten by accident. */
    private Path folder(NetworkConfig config, TrainingSettings settings) throws IOException {
        Path folder = out != null ? out : resume != null ? resume.toAbsolutePath().getParent()
                : original.folder(config, settings.epochs(), settings.schedule() instanceof Schedule.Cosine,
                        training.sampling(schedule()) == Sampling.Strategy.DENSE);
        Path there = folder.resolve(Trainer.CHECKPOINT);
        if (Files.exists(there) && (resume == null || !Files.isSameFile(there, resume))) {
            throw new UsageException("--out: %s holds a training; --resume %s goes on with it"
                    .formatted(folder, there));
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("--out: expected a folder, found the file " + folder);
        }
        return folder;
    }

    private Training schedule() {
        return recipe == null ? null : recipe.training();
    }

    private TrainingClips clips(Beginning.Start start, VideoList list, Path root) {
        PretrainedNetwork model = start.model();
        NetworkConfig config = model.network().config();
        Sampling sampling = new Sampling(training.sampling(schedule()), config.segments(), config.newLength(),
                model.flavour());
        long bytes = cache == null ? Runtime.getRuntime().maxMemory() / CACHE_SHARE : (long) cache * MEBIBYTE;
        return new TrainingClips(list, root, decoder, augmentation.clips(
                schedule(), sampling, config.modality(), start.size(), config.classes(), model.labels()), bytes);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
