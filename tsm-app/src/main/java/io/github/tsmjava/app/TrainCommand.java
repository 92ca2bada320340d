package io.github.tsmjava.app;

import io.github.tsmjava.app.options.AugmentationOptions;
import io.github.tsmjava.app.options.ComputeOptions;
import io.github.tsmjava.app.options.DecoderOption;
import io.github.tsmjava.app.options.MemberOptions;
import io.github.tsmjava.app.options.NetworkOptions;
import io.github.tsmjava.app.options.RecipeName;
import io.github.tsmjava.app.options.Resumption;
import io.github.tsmjava.app.options.SizeOption;
import io.github.tsmjava.app.options.StartingPoint;
import io.github.tsmjava.app.options.TrainingLists;
import io.github.tsmjava.app.options.TrainingOptions;
import io.github.tsmjava.app.options.streams.StreamTrainingOptions;
import io.github.tsmjava.app.original.ImageNetFile;
import io.github.tsmjava.app.original.TrainArguments;
import io.github.tsmjava.app.report.EvaluationReport;
import io.github.tsmjava.app.report.TrainingReport;
import io.github.tsmjava.app.terminal.Progress;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.VideoClassifier.Average;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.TrainingCheckpoint;
import io.github.tsmjava.train.TrainingSettings.Schedule;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluator;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Crops;
import io.github.tsmjava.video.transform.Modality;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
            "To continue a training that was stopped, add --resume and keep the other options; the result is as if it "
            + "had not been stopped."})
final class TrainCommand implements Callable<Integer> {

    private static final int MEBIBYTE = 1 << 20;

    @Mixin
    private TrainingLists lists;

    @Option(names = "--out", paramLabel = "DIR", description = "The folder to write to (default: where --resume lies).")
    private Path out;

    @Option(names = {"--resume", "--resume-from"}, paramLabel = "F",
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

    @Mixin
    private final SizeOption size = new SizeOption(1024);

    @Mixin
    private TrainingOptions training;

    @Mixin
    private AugmentationOptions augmentation;

    @Mixin
    private StreamTrainingOptions streams;

    @Option(names = "--cache", paramLabel = "MIB",
            description = "Memory for decoded frames in MiB, at most the JVM's; 0 for none (default: a quarter of it).")
    private Integer cache;

    @Mixin
    private DecoderOption decoder;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private TrainArguments original;

    @Spec
    private CommandSpec spec;

    private Recipe recipe;

    @Override
    public Integer call() throws Exception {
        Integer side = size.size();
        UsageException.requireRange("--cache", cache, 0, (int) (Runtime.getRuntime().maxMemory() / MEBIBYTE));
        if (!original.ignored().isEmpty()) {
            err().println("tsm: " + original.ignored());
        }
        if (resume != null) {
            Resumption.require(resume);
        }
        findRecipe();
        if (recipe != null && recipe.training() == null) {
            throw new UsageException("--recipe: how %s was trained is not known".formatted(recipe.name()));
        }
        requireFolder();
        VideoList list = VideoList.read(lists.training());
        VideoList validation = lists.readValidation();
        if (tuneFrom == null && resume == null && !original.isEvaluation() && startsFromImageNet()) {
            tuneFrom = ImageNetFile.find(network.backboneName(recipe)).orElse(null);
        }
        StartingPoint startingPoint = new StartingPoint(recipe, network, tuneFrom, lists.labels(), side,
                training.seed());
        TrainingCheckpoint checkpoint = resume == null ? null : TrainingCheckpoint.read(resume);
        StartingPoint.Start start = checkpoint == null ? startingPoint.fresh(list, validation)
                : startingPoint.resumed(checkpoint, list, validation);
        PretrainedNetwork model = training.spaced(streams.rated(start.model()), schedule());
        NetworkConfig config = model.network().config();
        reportMissing(list, config.modality());
        if (validation != null) {
            reportMissing(validation, config.modality());
        }
        // A network that was trained on neighbouring frames must be tested on them.
        Views views = new Views(training.sampling(model, schedule()), Crops.ONE, start.size(), false);
        VideoClassifier.Settings tested = new VideoClassifier.Settings(views, decoder.decoder(), compute.accuracy());
        if (original.isEvaluation()) {
            return evaluate(startingPoint, start, model, tested, validation);
        }
        TrainingSettings settings = training.settings(schedule(),
                original.isMain() ? original.isClassifierNew(tuneFrom) : start.newClassifier(),
                augmentation.blending(schedule()), compute.accuracy());
        int videos = list.entries().size();
        if (videos < settings.batch()) {
            throw new UsageException("--batch-size: expected at most %d, as many videos as %s has, found %d"
                    .formatted(videos, lists.training(), settings.batch()));
        }
        Path folder = folder(model, settings);
        Trainer trainer = new Trainer(model, settings, clips(start, model, list), validation == null ? null
                : new Trainer.Validation(validation, lists.root(validation.file()), tested), folder);
        if (checkpoint != null) {
            Resumption.resume(trainer, checkpoint);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(describe(trainer, settings, config, startingPoint.origin()));
        training.rescaled(schedule()).ifPresent(out::println);
        if (videos % settings.batch() > 0) {
            out.printf("%d of %d videos, drawn anew, are left out of each epoch: the last batch would be incomplete%n",
                    videos % settings.batch(), videos);
        }
        return compute.call(() -> {
            try (TrainingReport report = new TrainingReport(out, err(), settings.epochs(), config.classes(),
                    validation == null ? 0 : validation.entries().size())) {
                trainer.train(report);
                report.ended(folder, trainer.best(), lists.forEval(views));
            }
            return ExitCode.OK;
        });
    }

    private void findRecipe() throws IOException {
        String config = original.config() == null ? recipeName : original.config();
        recipe = config == null ? null : RecipeName.find(config, err());
        lists.complete(original, recipe);
        if (original.isMain()) {
            recipe = original.recipe(lists.classes(), training.epochs());
        }
    }

    private boolean startsFromImageNet() {
        return recipe != null && "imagenet".equals(recipe.pretraining());
    }

    private void reportMissing(VideoList list, Modality modality) {
        MemberOptions.reportMissing(list, lists.root(list.file()), modality, err());
    }

    private Integer evaluate(StartingPoint startingPoint, StartingPoint.Start start, PretrainedNetwork model,
                             VideoClassifier.Settings tested, VideoList validation) throws Exception {
        if (validation == null || resume == null && tuneFrom == null) {
            throw new UsageException("--evaluate: expected with --val-list, and with --resume or --tune-from");
        }
        if (resume == null) {
            startingPoint.requireSameClasses(start);
        }
        VideoClassifier classifier = new VideoClassifier(model, tested);
        Evaluator evaluator = new Evaluator(
                List.of(new Evaluator.Member(classifier, validation, lists.root(validation.file()), 1)),
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

    /** What is about to be trained, so that a TSN that should have been a TSM is noticed at once. */
    private String describe(Trainer trainer, TrainingSettings settings, NetworkConfig config, String origin) {
        Shifting shifting = config.shifting();
        return "%s: %s, %s, %d classes; %s of %s of %s; %s".formatted(config.name(),
                shifting.isPresent() ? "shift in %d blocks".formatted(shifting.blocks().size())
                : config.backbone().shiftedBlocks(Shifting.Place.BLOCKRES).isEmpty() ? "no shift, convolutions over time"
                : "a TSN, no block shifts",
                counted(config.segments(), "segment"), config.classes(), counted(settings.epochs(), "epoch"),
                counted(trainer.steps(), "step"), counted(settings.batch(), "video"),
                resume == null ? "from " + origin : "goes on from " + resume);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private void requireFolder() {
        if (out == null && resume == null && !original.namesFolder() && !original.isEvaluation()) {
            throw new UsageException("--out: expected a folder to write to");
        }
    }

    /** Nothing that was trained is overwritten by accident. */
    private Path folder(PretrainedNetwork model, TrainingSettings settings) throws IOException {
        Path folder = out != null ? out : resume != null ? resume.toAbsolutePath().getParent()
                : original.folder(model.network().config(), settings.epochs(),
                        settings.schedule() instanceof Schedule.Cosine,
                        training.sampling(model, schedule()).isDense());
        Path there = folder.resolve(Trainer.CHECKPOINT);
        if (Files.exists(there) && (resume == null || !Files.isSameFile(there, resume))) {
            throw new UsageException("%s holds a training; --resume %s goes on with it, --out names another folder"
                    .formatted(folder, TrainingReport.quoted(there)));
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("--out: expected a folder, found the file " + folder);
        }
        return folder;
    }

    private Training schedule() {
        return recipe == null ? null : recipe.training();
    }

    private TrainingClips clips(StartingPoint.Start start, PretrainedNetwork model, VideoList list) throws IOException {
        NetworkConfig config = model.network().config();
        Sampling sampling = model.sampling(training.sampling(model, schedule()));
        long bytes = cache == null ? TrainingClips.usualCache() : (long) cache * MEBIBYTE;
        return streams.with(new TrainingClips(list, lists.root(list.file()), decoder.decoder(), augmentation.clips(
                schedule(), sampling, config.modality(), start.size(), config.classes(), model.labels()), bytes), model);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
