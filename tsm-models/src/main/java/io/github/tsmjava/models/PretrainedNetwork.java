package io.github.tsmjava.models;

import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.checkpoint.ConfigInference;
import io.github.tsmjava.models.checkpoint.DeclaredSettings;
import io.github.tsmjava.models.checkpoint.FamilyNames;
import io.github.tsmjava.models.checkpoint.KeyMap;
import io.github.tsmjava.models.labels.LabelSet;
import io.github.tsmjava.models.network.KeyFamily;
import io.github.tsmjava.models.network.NetworkConfig.Assumption;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.StateDict;
import io.github.tsmjava.tensor.Limits;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.Sampling;
import io.github.tsmjava.video.Views;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.weights.Checkpoint;
import io.github.tsmjava.weights.Checkpoint.TensorInfo.DType;
import io.github.tsmjava.weights.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network from a checkpoint, and what else the file told. Nobody has to describe the file: its names and shapes say
 * what network it holds.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="network"}
 *
 * @param network       ready to run
 * @param format        the file's format
 * @param family        whose naming scheme the file follows
 * @param flavour       whose sampling and transforms it was trained with
 * @param labels        class names, or empty if they are not known
 * @param labelGuess    where the class names come from if the file has none; null if they are its own or not known
 * @param size          side of the crops it was trained with, in pixels; its backbone's usual one if the file does not
 *                      tell
 * @param interval      frames from one of a clip to the next, 2 for every second one; 0 where a clip is spread over the
 *                      whole video. Its backbone's usual one if the file does not tell
 * @param rate          frames a second that it was trained on; 0 if the file does not tell
 * @param assumed       what the file does not say of the network and was assumed; empty if nothing that matters
 * @param ignored       names in the file that the network has no use for
 */
public record PretrainedNetwork(TsmNetwork network, Checkpoint.Format format, KeyFamily family, Flavour flavour,
                                List<String> labels, Labels.Guess labelGuess, int size, int interval, double rate,
                                Set<Assumption> assumed, List<String> ignored) {

    /** The most segments that a file or {@link Overrides} may ask for. */
    public static final int MAX_SEGMENTS = DeclaredSettings.MAX_SEGMENTS;
    /** The largest divisor of the channels that a file or {@link Overrides} may ask for. */
    public static final int MAX_SHIFT_DIV = DeclaredSettings.MAX_SHIFT_DIV;

    /** Of a clip, if only a file says so: 167 frames of 224 × 224. */
    private static final long MOST_PIXELS = 1 << 23;
    private static final String GESTURES = "gestures.safetensors";
    private static final String WITHOUT_SHIFT = "gestures-without-shift.safetensors";

    /**
     * What the user knows better than the file; null leaves it to the file.
     *
     * @param segments  T, the frames of a clip
     * @param shiftDiv  a channel group is 1/shiftDiv of the channels
     * @param shiftMode which way the groups move
     */
    public record Overrides(Integer segments, Integer shiftDiv, ShiftMode shiftMode) {

        public static final Overrides NONE = new Overrides(null, null, null);
    }

    /**
     * A network that was made here rather than read from a file. Of a stream it sees {@value StreamingClassifier#USUAL_RATE}
     * frames a second, unless {@link #withRate} says otherwise.
     *
     * @param labels one for each class, or empty; its clips are those that are usual for its backbone
     * @param size   side of its crops in pixels
     * @throws IOException in one line, if there are labels but not one for each class
     */
    public static PretrainedNetwork of(TsmNetwork network, Flavour flavour, List<String> labels, int size)
            throws IOException {
        PretrainedNetwork made = new PretrainedNetwork(network, Checkpoint.Format.SAFETENSORS, KeyFamily.MIT, flavour,
                List.of(), null, size, network.config().backbone().interval(network.config().segments()), 0, Set.of(),
                List.of());
        return labels.isEmpty() ? made : made.withLabels(labels);
    }

    /**
     * The network in the box: a streamable MobileNetV2 that knows ten gestures of a hand, trained on synthetic clips
     * (docs/training.md).
     */
    public static PretrainedNetwork gestures() {
        return inTheBox(GESTURES);
    }

    /**
     * The twin of the network in the box: the same network trained on without the shift (docs/training.md). It takes a
     * clip for its reverse, and is there to be compared with.
     */
    public static PretrainedNetwork gesturesWithoutShift() {
        return inTheBox(WITHOUT_SHIFT);
    }

    private static PretrainedNetwork inTheBox(String name) {
        try (Checkpoint checkpoint = open(name)) {
            return read(checkpoint, Overrides.NONE, Architectures.KNOWN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of {@link #gestures}. */
    static Checkpoint openGestures() throws IOException {
        return open(GESTURES);
    }

    private static Checkpoint open(String name) throws IOException {
        try (InputStream file = PretrainedNetwork.class.getResourceAsStream(name)) {
            return Checkpoint.read(Path.of(name), file.readAllBytes());
        }
    }

    /** {@link #load(Path, Overrides)} with nothing to add to what the file says. */
    public static PretrainedNetwork load(Path file) throws IOException {
        return load(file, Overrides.NONE);
    }

    /**
     * Loads a network from a PyTorch checkpoint (zip or legacy format) or a safetensors file, whatever its naming
     * scheme.
     *
     * @throws CheckpointException in one line, if the file is damaged or holds no network known here
     * @throws IOException         if the file cannot be read
     */
    public static PretrainedNetwork load(Path file, Overrides overrides) throws IOException {
        return load(file, overrides, Limits.USUAL);
    }

    /** {@link #load(Path, Overrides)} with other limits for what the file may cost. */
    public static PretrainedNetwork load(Path file, Overrides overrides, Limits limits) throws IOException {
        return load(file, overrides, limits, Architectures.KNOWN);
    }

    /** The same for a network whose backbone is one of these kinds. */
    static PretrainedNetwork load(Path file, Overrides overrides, Limits limits, Architectures known)
            throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file, limits)) {
            return read(checkpoint, overrides, known);
        }
    }

    private static PretrainedNetwork read(Checkpoint checkpoint, Overrides overrides, Architectures known)
            throws IOException {
        Path file = checkpoint.file();
        try {
            KeyMap keys = KeyMap.of(checkpoint.tensors(), known);
            DeclaredSettings declared = DeclaredSettings.ofFileName(file, keys.family()).with(checkpoint.metadata())
                    .with(overrides.segments(), overrides.shiftDiv(), overrides.shiftMode());
            NetworkConfig config = new ConfigInference(
                    keys.architecture(), keys.shapes(checkpoint.tensors()), declared).infer(known);
            FileMetadata metadata = new FileMetadata(checkpoint);
            int size = metadata.size(config.backbone().size());
            if (overrides.segments() == null) {
                requireModest(file, config.segments(), size);
            }

            StateDict parameters = new StateDict(name -> find(checkpoint, keys, name));
            TsmNetwork network = config.build(parameters);
            parameters.requireComplete();

            List<String> ignored = new ArrayList<>(keys.unknown());
            keys.toFileNames().forEach((name, original) -> {
                if (!name.endsWith("num_batches_tracked") && !parameters.isUsed(name)) {
                    ignored.add(original);
                }
            });
            Flavour flavour = metadata.flavour(keys.family() == KeyFamily.MMACTION2 ? Flavour.MMACTION2
                    : config.backbone().flavour());
            List<String> labels = metadata.labels(config.classes());
            LabelSet.Guess guess = labels.isEmpty() && !checkpoint.metadata().containsKey(DeclaredSettings.CLASSES)
                    ? LabelSet.guess(file, keys.family(), config.classes()).orElse(null) : null;
            return new PretrainedNetwork(network, checkpoint.format(), keys.family(), flavour,
                    guess == null ? labels : guess.set().labels(),
                    guess == null ? null : new Labels.Guess(guess.set().dataset(), guess.set().order(), guess.evidence()),
                    size, declared.interval(config), metadata.rate(), declared.assumed(config), List.copyOf(ignored));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Tensor find(Checkpoint checkpoint, KeyMap keys, String name) {
        String original = keys.toFileNames().get(name);
        try {
            return original == null ? null : checkpoint.tensor(original);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a file says may not make its reader take gigabytes for a clip. */
    private static void requireModest(Path file, int segments, int size) throws CheckpointException {
        if ((long) segments * size * size > MOST_PIXELS) {
            throw new CheckpointException(file, ("expected clips of at most %d pixels, found %d segments of %d x %d; "
                    + "the number of segments can be set").formatted(MOST_PIXELS, segments, size, size));
        }
    }

    /** The same network with the sampling and transforms of another code. */
    public PretrainedNetwork withFlavour(Flavour other) {
        return new PretrainedNetwork(network, format, family, other, labels, labelGuess, size, interval, rate, assumed,
                ignored);
    }

    /** The same network with these class names. */
    public PretrainedNetwork withLabels(List<String> other) throws IOException {
        Labels.requireCount("labels", other, network.config().classes());
        return new PretrainedNetwork(network, format, family, flavour, List.copyOf(other), null, size, interval, rate,
                assumed, ignored);
    }

    /**
     * The same parameters in a network that shifts otherwise, or not at all: the shift has none of its own. They learned
     * with the shift that they had, so this is for seeing what it does.
     */
    public PretrainedNetwork withShifting(Shifting other) {
        Map<String, Tensor> parameters = network.parameters().stream()
                .collect(Collectors.toMap(parameter -> unshifted(parameter.name()), Parameter::tensor));
        TsmNetwork changed = network.config().withShifting(other)
                .build(new StateDict(name -> parameters.get(unshifted(name))));
        return new PretrainedNetwork(changed, format, family, flavour, labels, labelGuess, size, interval, rate, assumed,
                ignored);
    }

    /** The name of a parameter where nothing shifts in front of its layer. */
    private static String unshifted(String name) {
        return name.replace(".net.", ".");
    }

    /** The same network, trained on so many frames a second. */
    public PretrainedNetwork withRate(double other) {
        return new PretrainedNetwork(network, format, family, flavour, labels, labelGuess, size, interval, other, assumed,
                ignored);
    }

    /**
     * The same network on clips of other frames.
     *
     * @param other frames from one of a clip to the next; 0 to spread clips over the whole video
     */
    public PretrainedNetwork withInterval(int other) {
        return new PretrainedNetwork(network, format, family, flavour, labels, labelGuess, size, other, rate, assumed,
                ignored);
    }

    /** A setting such as {@link Views#EFFICIENT} for this network: for its size, and for its kind of clips. */
    public Views views(Views setting) {
        Views sized = setting.withSize(size);
        return interval == 0 ? sized : sized.ofNeighbours();
    }

    /** Which frames of a video it sees in such clips, each of its own T. */
    public Sampling sampling(Sampling.Strategy clips) {
        NetworkConfig config = network.config();
        return new Sampling(clips, config.segments(), config.newLength(), interval, flavour);
    }

    /**
     * Writes the network, with its configuration and its labels in the metadata: the file is all that is needed to
     * classify. A name that ends in {@code .pth}, {@code .pt} or {@code .pth.tar} gets PyTorch's zip format with the
     * names of the original code, any other safetensors. Written beside its place and moved there when whole.
     *
     * @throws IOException in one line, if the file cannot be written
     */
    public void save(Path file) throws IOException {
        save(file, KeyFamily.MIT);
    }

    /** {@link #save(Path, KeyFamily, DType)} with float32. */
    public void save(Path file, KeyFamily names) throws IOException {
        save(file, names, DType.F32);
    }

    /**
     * {@link #save(Path)} with the names of another family, or in half of the bytes.
     *
     * @param type F32, or F16 or BF16, to which all numbers are rounded
     * @throws IllegalArgumentException in one line, if the family has no names for such a network, or the type cannot
     *                                  hold a number
     * @throws IOException              in one line, if the file cannot be written
     */
    public void save(Path file, KeyFamily names, DType type) throws IOException {
        save(file, names, type, Architectures.KNOWN);
    }

    /** The same for a network whose backbone is one of these kinds. */
    void save(Path file, KeyFamily names, DType type, Architectures known) throws IOException {
        new NetworkWriter(this, names, FamilyNames.of(network, names, known), type).write(file);
    }

    /** What a file should say beyond the parameters: configuration, flavour, size, interval, rate, class names one a line. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = DeclaredSettings.metadata(network.config(), interval);
        metadata.putAll(FileMetadata.of(this));
        return metadata;
    }
}
