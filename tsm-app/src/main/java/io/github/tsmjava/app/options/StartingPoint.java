package io.github.tsmjava.app.options;

import io.github.tsmjava.app.original.ImageNetFile;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.Labels;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.Transfer;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.train.TrainingCheckpoint;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.VideoList;
import io.github.tsmjava.video.VideoList.Entry;
import io.github.tsmjava.video.transform.Flavour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the user says of the network that a training begins with. A part that no option names is the recipe's; without
 * {@code --recipe} and {@code --arch} it is that of the network to tune.
 *
 * @param recipe    null for none
 * @param tuneFrom  the file whose parameters it has, or {@code gestures}; null for random ones
 * @param labelFile class names; null for none
 * @param size      side of its input in pixels; null where something else tells
 * @param seed      of fresh parameters
 */
public record StartingPoint(Recipe recipe, NetworkOptions options, Path tuneFrom, Path labelFile, Integer size,
        long seed) {

    private static final Path BOX = Path.of("gestures");
    private static final int MAX_CLASSES = 100_000;

    /**
     * The network, ready to be trained.
     *
     * @param newClassifier whether its classifier is newer than the rest
     * @param size          side of its input in pixels
     */
    public record Start(PretrainedNetwork model, boolean newClassifier, int size) {
    }

    /** @param validation null for none */
    public Start fresh(VideoList list, VideoList validation) throws IOException {
        List<String> labels = labels();
        PretrainedNetwork tuned = describingNetwork();
        NetworkConfig config = config(tuned, classes(list, validation));
        // All of it is new, so the classifier does not learn faster than the rest.
        Transfer transfer = tuneFrom == null ? new Transfer(config.build(seed), false)
                : isBox() ? Transfer.fromGestures(config, labels, seed)
                : Transfer.from(tuneFrom, config, labels, seed);
        Flavour flavour = recipe != null ? recipe.flavour() : tuned != null ? tuned.flavour()
                : config.backbone().flavour();
        int side = size(tuned == null ? config.backbone().size() : tuned.size());
        PretrainedNetwork model = PretrainedNetwork.of(transfer.network(), flavour, labels, side);
        return new Start(tuned == null ? model : model.withRate(tuned.rate()).withInterval(tuned.interval()),
                transfer.newClassifier(), side);
    }

    /**
     * The network of a checkpoint; options that it would not follow are refused.
     *
     * @param validation null for none
     */
    public Start resumed(TrainingCheckpoint checkpoint, VideoList list, VideoList validation) throws IOException {
        PretrainedNetwork model = checkpoint.model();
        if (labelFile != null && !labels().equals(model.labels())) {
            throw new UsageException(
                    "--labels: %s names other classes than %s".formatted(labelFile, checkpoint.file()));
        }
        boolean isDescribed = recipe != null || options.isNamed() || tuneFrom != null;
        if (options.isGiven() && !isDescribed) {
            throw new UsageException("--resume: goes on with the network in %s; to have other options compared "
                    .formatted(checkpoint.file()) + "with it, add --arch, --recipe or --tune-from");
        }
        if (options.isGiven() || recipe != null) {
            requireSame(config(describingNetwork(), classes(list, validation)), checkpoint);
        }
        return new Start(model, checkpoint.hasNewClassifier(), size(model.size()));
    }

    /** Refuses to test a network whose classifier is new, since it has learnt nothing. */
    public void requireSameClasses(Start start) throws IOException {
        if (start.newClassifier()) {
            int known = (isBox() ? PretrainedNetwork.gestures() : PretrainedNetwork.load(tuneFrom)).network().config()
                    .classes();
            int asked = start.model().network().config().classes();
            String data = recipe == null ? "the list" : recipe.dataset();
            throw new UsageException(known == asked
                    ? "the %d classes of %s are others than those of the network in %s".formatted(asked, data, tuneFrom)
                    : "%s has %d classes, the network in %s has %d".formatted(data, asked, tuneFrom, known));
        }
    }

    /** Where the parameters come from, in words. */
    public String origin() {
        if (tuneFrom != null) {
            return isBox() ? "the network of gestures in the box" : tuneFrom.toString();
        }
        if (recipe == null || recipe.pretraining().equals("none")) {
            return "random parameters";
        }
        if (!recipe.pretraining().equals("imagenet")) {
            return "random parameters, though %s began with those of %s; --tune-from names a file of them"
                    .formatted(recipe.name(), recipe.pretraining());
        }
        return ("random parameters, since no ImageNet file of %s was found in %s; %s would download it, --tune-from "
                + "names one").formatted(options.backboneName(recipe), ImageNetFile.usualFolder(),
                        recipe.flavour() == Flavour.MIT ? "main.py" : "tools/train.py");
    }

    /** Whether it is the network in the box; a file called gestures would come first. */
    private boolean isBox() {
        return tuneFrom.equals(BOX) && !Files.isRegularFile(tuneFrom);
    }

    /** The network to tune where nothing else says what the new one is; else null. */
    private PretrainedNetwork describingNetwork() throws IOException {
        if (tuneFrom == null || recipe != null || options.isNamed()) {
            return null;
        }
        return isBox() ? PretrainedNetwork.gestures() : PretrainedNetwork.load(tuneFrom);
    }

    private NetworkConfig config(PretrainedNetwork tuned, int classes) {
        return tuned == null ? options.config(recipe, classes) : options.config(tuned, classes);
    }

    /** @param usual where no option and no recipe tells */
    private int size(int usual) {
        if (size != null) {
            return size;
        }
        if (recipe != null && recipe.views().isPresent()) {
            return recipe.size();
        }
        return usual;
    }

    private List<String> labels() throws IOException {
        return labelFile == null ? List.of() : Labels.read(labelFile);
    }

    private static void requireSame(NetworkConfig asked, TrainingCheckpoint checkpoint) {
        NetworkConfig saved = checkpoint.model().network().config();
        if (!inOrder(asked).equals(inOrder(saved))) {
            throw new UsageException("--resume: %s holds another network than asked for: %s; asked for is %s"
                    .formatted(checkpoint.file(), name(saved), name(asked)));
        }
    }

    private static String name(NetworkConfig config) {
        return "%s, %d segments, %d classes".formatted(config.name(), config.segments(), config.classes());
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
}
