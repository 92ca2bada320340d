package io.github.tsmjava.train.recipes;

import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.train.TrainingSettings;
import io.github.tsmjava.train.data.TrainingClips;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import io.github.tsmjava.video.transform.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of a published table, or of our own: a network, how it was trained, and how well it did. What is unknown is
 * null. {@link #network}, {@link #settings} and {@link #augmentation} give what it takes to train it again.
 *
 * @param name          of the published file or configuration
 * @param flavour       whose code it was trained with
 * @param dataset       as in {@code kinetics400}
 * @param classes       of the data set
 * @param backbone      as in {@code resnet50}
 * @param width         what the channels of a mobilenetv2 are multiplied with, where that is not 1
 * @param shift         whether it is a TSM; else a TSN or a network for comparison
 * @param online        whether it shifts from the past alone
 * @param shiftDiv      which part of the channels a shifted group is, where that is not an eighth
 * @param nonLocal      how its non-local blocks weigh, if it has any
 * @param temporalPool  whether it halves the frames of a clip in front of {@code layer2}
 * @param segments      T, the frames of a clip in testing
 * @param trainSegments the frames of a clip in training, where that differs
 * @param frames        size of the stored frames it was trained and tested on
 * @param pretraining   {@code imagenet}, {@code none}, or the recipe whose network it started from
 * @param training      its schedule
 * @param results       the accuracies, one for each way of testing; the usual way first
 * @param address       where the file can be downloaded
 * @param notes         what to know, slips of the tables among it
 */
public record Recipe(String name, Flavour flavour, String dataset, int classes, Modality modality, String backbone,
                     Double width, boolean shift, boolean online, Integer shiftDiv, NonLocal.Mode nonLocal,
                     boolean temporalPool,
                     int segments, Integer trainSegments, String frames, String pretraining, Training training,
                     List<Result> results, String address, List<String> notes) {

    private static final Pattern HASH = Pattern.compile(".*-([0-9a-f]{8})\\.pth");

    /** What is put behind a configuration's name to tell its rows apart. */
    private static final Pattern FRAME_SIZE = Pattern.compile("_(?:\\d+[ph]|\\d+x\\d+)$");

    /** All rows of the published tables, in their order, and the networks in the box. */
    public static List<Recipe> all() {
        return Recipes.all();
    }

    /**
     * The recipe of this name, with or without the folder and the ending of its configuration or file, as in
     * {@code configs/recognition/tsm/tsm_r50_1x1x8_50e_sthv1_rgb.py}; upper and lower case are one. Where the tables
     * have a configuration several times, for frames of several sizes, it is the first of them.
     */
    public static Optional<Recipe> find(String name) {
        return Recipes.find(name);
    }

    /** The recipes with this text in their name or their data set's. */
    public static List<Recipe> matching(String text) {
        return Recipes.matching(text);
    }

    /** A name without the folder and the ending of its configuration or file. */
    public static String baseName(String name) {
        return name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.(py|pth|pth\\.tar)$", "");
    }

    /** The name of its configuration, which several rows of a table may share. */
    public String configuration() {
        return FRAME_SIZE.matcher(name).replaceFirst("");
    }

    /**
     * A published accuracy, in percent.
     *
     * @param views         how it was measured
     * @param referenceTop1 what MMAction2's authors measured with the original code
     * @param referenceTop5 the same for the top-5 accuracy
     */
    public record Result(Views views, double top1, Double top5, Double referenceTop1, Double referenceTop5) {
    }

    /**
     * A backbone by its name.
     *
     * @param width what the channels are multiplied with, if such backbones come in widths
     * @return empty if none of this name is known here
     */
    public static Optional<Backbone> backbone(String name, double width) {
        return Architectures.KNOWN.named(name).map(kind -> kind.backbone(name, kind.isScalable() ? width : 1));
    }

    /**
     * The network as it was trained.
     *
     * @throws IllegalArgumentException if its backbone is of another kind than ours
     */
    public NetworkConfig network() {
        return network(classes);
    }

    /**
     * The same for other classes.
     *
     * @param count how many there are, K
     */
    public NetworkConfig network(int count) {
        return network(backbone(backbone, width == null ? 1 : width).orElseThrow(() -> new IllegalArgumentException(
                "%s is a network of another kind, %s".formatted(name, backbone))), count);
    }

    /** The same with another backbone; the parts that are not made for it are left out. */
    public NetworkConfig network(Backbone other, int count) {
        NetworkConfig network = NetworkConfig.tsn(other, trainSegments == null ? segments : trainSegments, count)
                .withModality(modality);
        List<String> blocks = other.shiftedBlocks(Shifting.Place.BLOCKRES);
        if ((shift || online) && !blocks.isEmpty()) {
            network = network.withShifting(new Shifting(Shifting.Place.BLOCKRES, shiftMode().shift(shiftDiv), blocks));
        }
        if (nonLocal != null && !other.nonLocalBlocks().isEmpty()) {
            network =
                    network.withNonLocality(new NonLocality(nonLocal, other.nonLocalBlocks(), flavour == Flavour.MIT));
        }
        return temporalPool && other.pooledStage() != null ? network.withTemporalPool() : network;
    }

    /** How its channels shift, if they do. */
    public ShiftMode shiftMode() {
        return online ? ShiftMode.ONLINE : ShiftMode.BIDIRECTIONAL;
    }

    /** How it is usually tested; empty where no result is known. */
    public Optional<Views> views() {
        return results.stream().findFirst().map(Result::views);
    }

    /** Side of its input in pixels. */
    public int size() {
        return views().map(Views::size).orElse(Preprocessing.USUAL_SIZE);
    }

    /**
     * How it was trained.
     *
     * @throws IllegalStateException if that is not known
     */
    public TrainingSettings settings() {
        return known().settings();
    }

    /**
     * How the clips were made that it was trained on.
     *
     * @param labels the names of the classes; an empty list for the recipe's own, whose names are not known
     * @throws IllegalArgumentException if it takes names to mirror clips and there are none
     * @throws IllegalStateException    if it is not known how it was trained
     */
    public TrainingClips.Augmentation augmentation(List<String> labels) {
        int count = labels.isEmpty() ? classes : labels.size();
        NetworkConfig network = network(count);
        Sampling sampling = new Sampling(known().sampling(), network.segments(), network.newLength(), flavour);
        return new TrainingClips.Augmentation(sampling, modality, size(), training.crop(modality),
                training.flip(count, labels), training.augmentation());
    }

    private Training known() {
        if (training == null) {
            throw new IllegalStateException("how %s was trained is not known".formatted(name));
        }
        return training;
    }

    /** The published accuracy for these views, if there is one. */
    public Optional<Result> result(Views views) {
        return results.stream().filter(result -> result.views.equals(views)).findFirst();
    }

    /** Name of the published file, or an empty string. */
    public String fileName() {
        return address == null ? "" : address.substring(address.lastIndexOf('/') + 1);
    }

    /** The first eight digits of the published file's SHA-256, if its name carries them. */
    public Optional<String> hashPrefix() {
        Matcher matcher = HASH.matcher(fileName());
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /**
     * Checks that a file is the published one, as far as the published name tells.
     *
     * @return whether there was anything to compare with
     * @throws IOException in one line, if its SHA-256 is another or it cannot be read
     */
    public boolean verify(Path file) throws IOException {
        Optional<String> expected = hashPrefix();
        if (expected.isPresent()) {
            String found = sha256(file);
            if (!found.startsWith(expected.get())) {
                throw new IOException("%s: expected a SHA-256 that begins with %s, as that of %s, found %s"
                        .formatted(file, expected.get(), fileName(), found));
            }
        }
        return expected.isPresent();
    }

    private static String sha256(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("%s: expected a file, found %s".formatted(file,
                    Files.exists(file) ? "something else" : "no such file"));
        }
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
