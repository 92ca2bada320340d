package io.github.tsmjava.app;

import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.NetworkConfig;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Shifting;
import io.github.tsmjava.models.Transfer;
import io.github.tsmjava.models.VideoClassifier;
import io.github.tsmjava.train.Trainer;
import io.github.tsmjava.train.TrainingCheckpoint;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.train.recipes.Training;
import io.github.tsmjava.video.Crops;
import io.github.tsmjava.video.Decoder;
import io.github.tsmjava.video.Flavour;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.VideoList.Entry;
import io.github.tsmjava.video.Views;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
            "A training that was stopped goes on with --resume and otherwise the same options, and ends as if it had "
            + "not been stopped."})
final class TrainCommand implements Callable<Integer> {

    private static final int MAX_SIZE = 1024;
    private static final int MAX_CLASSES = 100_000;
    private static final int MEBIBYTE = 1 << 20;
    /** The share of the JVM's memory that keeps decoded frames. */
    private static final int CACHE_SHARE = 4;

    @Option(names = "--train-list", required = true, paramLabel = "L",
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
                    + "the same classes; without effect where --resume goes on.")
    private Path tuneFrom;

    @Option(names = "--recipe", paramLabel = "NAME",
            description = "Train as a published network was trained; ./tsm zoo lists them. Other options change parts "
                    + "of it.")
    private String recipeName;

    @Mixin
    private NetworkOptions network;

    @Option(names = "--size", paramLabel = "S",
            description = "Side of the network's input in pixels (default: the recipe's, else 224).")
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

    @Spec
    private CommandSpec spec;

    private Recipe recipe;

    @Override
    public Integer call() throws Exception {
        UsageException.requireRange("--size", size, 1, MAX_SIZE);
        UsageException.requireRange("--cache", cache, 0, (int) (Runtime.getRuntime().maxMemory() / MEBIBYTE));
        recipe = recipeName == null ? null : ZooCommand.recipe(recipeName);
        if (recipe != null && recipe.training() == null) {
            throw new UsageException("--recipe: how %s was trained is not known".formatted(recipe.name()));
        }
        Path folder = folder();
        VideoList list = VideoList.read(trainList);
        EvalCommand.reportMissing(list, root(trainList), err());
        VideoList validation = validationList == null ? null : VideoList.read(validationList);
        if (validation != null) {
            EvalCommand.reportMissing(validation, root(validationList), err());
        }
        TrainingCheckpoint checkpoint = resume == null ? null : TrainingCheckpoint.read(resume);
        if (checkpoint != null) {
            requireSame(checkpoint.model(), list, validation);
        }
        Transfer start = checkpoint != null
                ? new Transfer(checkpoint.model().network(), checkpoint.hasNewClassifier())
                : start(list, validation);
        PretrainedNetwork model = checkpoint != null ? checkpoint.model()
                : PretrainedNetwork.of(start.network(), flavour(), labels(), size());
        TrainingSettings settings = training.settings(
                schedule(), start.newClassifier(), augmentation.blending(schedule()), compute.accuracy());
        // Dense networks know no other rhythm than theirs.
        Views views = new Views(training.sampling(schedule()), Crops.ONE, size(), false);
        Trainer trainer = new Trainer(model, settings, clips(model, list, root(trainList)),
                validation == null ? null : new Trainer.Validation(validation, root(validationList),
                        new VideoClassifier.Settings(views, decoder, compute.accuracy())), folder);
        if (checkpoint != null) {
            trainer.resume(checkpoint);
        }
        spec.commandLine().getOut().println(describe(trainer, settings, model.network().config()));
        return compute.call(() -> {
            try (TrainingReport report = new TrainingReport(spec.commandLine().getOut(), err(), settings.epochs(),
                    validation == null ? 0 : validation.entries().size())) {
                trainer.train(report);
            }
            return ExitCode.OK;
        });
    }

    /** What is about to be trained: a TSN that should have been a TSM costs days. */
    private String describe(Trainer trainer, TrainingSettings settings, NetworkConfig config) {
        Shifting shifting = config.shifting();
        String from = tuneFrom != null ? tuneFrom.toString()
                : recipe == null || recipe.pretraining().equals("none") ? "random parameters"
                : "random parameters (%s began with those of %s, see --tune-from)"
                        .formatted(recipe.name(), recipe.pretraining());
        return String.format(Locale.ROOT, "%s: %s, %d segments, %d classes; %d epochs of %d steps of %d videos; %s",
                config.architecture(), shifting.isPresent() ? "shift in %d blocks".formatted(shifting.blocks().size())
                        : "no shift", config.segments(), config.classes(), settings.epochs(), trainer.steps(),
                settings.batch(), resume == null ? "from " + from : "goes on from " + resume);
    }

    private Path root(Path list) {
        return root == null ? list.toAbsolutePath().getParent() : root;
    }

    /** Nothing that was trained is overwritten by accident. */
    private Path folder() throws IOException {
        if (out == null && resume == null) {
            throw new UsageException("--out: expected a folder to write to");
        }
        if (resume != null && Files.notExists(resume)) {
            throw new UsageException("--resume: %s: no such file; a training that was stopped before its first "
                    .formatted(resume) + "checkpoint begins again with --out");
        }
        Path folder = out == null ? resume.toAbsolutePath().getParent() : out;
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

    private Flavour flavour() {
        return recipe == null ? Flavour.MIT : recipe.flavour();
    }

    private int size() {
        if (size != null) {
            return size;
        }
        return recipe == null || recipe.results().isEmpty()
                ? PretrainedNetwork.USUAL_SIZE : recipe.results().getFirst().views().size();
    }

    private List<String> labels() throws IOException {
        return labelFile == null ? List.of() : Labels.read(labelFile);
    }

    private Transfer start(VideoList list, VideoList validation) throws IOException {
        NetworkConfig config = network.config(recipe, classes(list, validation));
        // Where all is new, the classifier is no newer than the rest.
        return tuneFrom == null ? new Transfer(config.build(training.seed()), false)
                : Transfer.from(tuneFrom, config, labels(), training.seed());
    }

    /** Options that the network in the checkpoint would not follow are refused. */
    private void requireSame(PretrainedNetwork model, VideoList list, VideoList validation) throws IOException {
        if (labelFile != null && !labels().equals(model.labels())) {
            throw new UsageException("--labels: %s names other classes than %s".formatted(labelFile, resume));
        }
        if (recipe == null && !network.isNamed()) {
            if (network.isGiven()) {
                throw new UsageException("--resume: goes on with the network in %s; to have other options compared "
                        .formatted(resume) + "with it, add --arch or --recipe");
            }
            return;
        }
        NetworkConfig config = network.config(recipe, classes(list, validation));
        NetworkConfig saved = model.network().config();
        if (!inOrder(config).equals(inOrder(saved))) {
            throw new UsageException("--resume: %s holds another network than asked for: %s, %d segments, %d classes"
                    .formatted(resume, saved.architecture(), saved.segments(), saved.classes()));
        }
    }

    /** A file does not keep the order of the shifted blocks. */
    private static NetworkConfig inOrder(NetworkConfig config) {
        Shifting shifting = config.shifting();
        return config.withShifting(!shifting.isPresent() ? Shifting.NONE : new Shifting(
                shifting.place(), shifting.shift(), shifting.blocks().stream().sorted().toList()));
    }

    /** As many as there are names, or as the recipe's data set has, or as the lists speak of. */
    private int classes(VideoList list, VideoList validation) throws IOException {
        List<String> labels = labels();
        if (!labels.isEmpty()) {
            return labels.size();
        }
        list.requireLabelsBelow(MAX_CLASSES);
        int largest = largestLabel(list);
        if (validation != null) {
            validation.requireLabelsBelow(MAX_CLASSES);
            largest = Math.max(largest, largestLabel(validation));
        }
        if (recipe != null && largest >= recipe.classes()) {
            throw new UsageException("--labels: expected for lists with label %d, since %s has %d classes"
                    .formatted(largest, recipe.name(), recipe.classes()));
        }
        return recipe == null ? largest + 1 : recipe.classes();
    }

    private static int largestLabel(VideoList list) {
        return list.entries().stream().mapToInt(Entry::label).max().orElseThrow();
    }

    private TrainingClips clips(PretrainedNetwork model, VideoList list, Path root) {
        NetworkConfig config = model.network().config();
        Sampling sampling = new Sampling(training.sampling(schedule()), config.segments(), config.newLength(),
                model.flavour());
        long bytes = cache == null ? Runtime.getRuntime().maxMemory() / CACHE_SHARE : (long) cache * MEBIBYTE;
        return new TrainingClips(list, root, decoder, augmentation.clips(
                schedule(), sampling, config.modality(), size(), config.classes(), model.labels()), bytes);
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
