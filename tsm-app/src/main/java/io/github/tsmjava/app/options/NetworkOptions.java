package io.github.tsmjava.app.options;

import io.github.tsmjava.app.original.NonLocalKind;
import io.github.tsmjava.app.terminal.UsageException;
import io.github.tsmjava.models.PretrainedNetwork;
import io.github.tsmjava.models.architecture.Architecture;
import io.github.tsmjava.models.architecture.Architectures;
import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.NetworkConfig.NonLocality;
import io.github.tsmjava.models.network.NetworkConfig;
import io.github.tsmjava.models.network.Shifting.ShiftMode;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.train.recipes.Recipe;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Modality;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** A network that is to be made: what a recipe says, if there is one, and what differs from it. */
public final class NetworkOptions {

    private static final double LARGEST_WIDTH = 4;

    @Option(names = "--arch", paramLabel = "ARCH",
            description = "${bundle:backbones.all}.")
    private String arch;

    @Option(names = "--width", paramLabel = "W",
            description = "Multiplies the channels of a ${bundle:backbones.scalable} (default: the recipe's, else 1).")
    private Double width;

    @Option(names = {"--num-segments", "--segments"}, paramLabel = "T",
            description = "Frames of a clip (default: the recipe's, else the network's usual number, mostly 8).")
    private Integer segments;

    @Option(names = "--modality", paramLabel = "rgb|flow",
            description = "What frames hold (default: the recipe's, else rgb).")
    private Modality modality;

    @Option(names = "--shift", negatable = true,
            description = "Shift channels in time: a TSM, else a TSN (default: the recipe's, else a TSM).")
    private Boolean shift;

    @Option(names = "--shift-div", paramLabel = "D",
            description = "A channel group that is shifted is 1/D of the channels (default: the recipe's, else 8).")
    private Integer shiftDiv;

    @Option(names = "--shift-place", paramLabel = "blockres|block",
            description = "Shift in front of a block's first convolution, or of whole blocks (default: blockres).")
    private Shifting.Place shiftPlace;

    @Option(names = "--shift-mode", paramLabel = "MODE", description = CheckpointOptions.SHIFT_MODES
            + " (default: the recipe's, else bidirectional).")
    private ShiftMode shiftMode;

    @Option(names = "--online", negatable = true, description = "The same as --shift-mode online.")
    private Boolean online;

    @Option(names = "--temporal-pool", negatable = true,
            description = "Halve the frames in front of ${bundle:backbones.pooled} (default: as the recipe has it, "
                    + "else not).")
    private Boolean temporalPool;

    @Option(names = "--non-local", paramLabel = "[embedded-gaussian|gaussian|dot-product]", arity = "1",
            converter = NonLocalKind.class, preprocessor = NonLocalKind.Alone.class,
            description = "Non-local blocks in a ${bundle:backbones.nonLocal}, by themselves of the first kind (default: as "
                    + "the recipe has it, else none).")
    private NonLocal.Mode nonLocal;

    @Option(names = "--no-non-local", description = "No such blocks.")
    private boolean noNonLocal;

    /** Whether a network is asked for by name. */
    boolean isNamed() {
        return arch != null;
    }

    /** Whether anything is said about the network. */
    boolean isGiven() {
        return Stream.of(arch, width, segments, modality, shift, shiftDiv, shiftPlace, shiftMode, online, temporalPool,
                nonLocal, noNonLocal ? Boolean.TRUE : null)
                .anyMatch(Objects::nonNull);
    }

    /**
     * The network of a recipe, but for what the options say; without a recipe, the usual TSM on their backbone.
     *
     * @param recipe  null for none
     * @param classes K
     */
    NetworkConfig config(Recipe recipe, int classes) {
        requireRanges();
        Backbone backbone = backbone(recipe);
        try {
            NetworkConfig usual = recipe != null ? recipe.network(backbone, classes)
                    : isShiftable(backbone) ? NetworkConfig.tsm(backbone, backbone.segments(), classes)
                    : NetworkConfig.tsn(backbone, backbone.segments(), classes);
            NetworkConfig config = NetworkConfig.tsn(backbone, or(segments, usual.segments()), classes)
                    .withModality(or(modality, usual.modality())).withShifting(shifting(recipe, usual));
            if (!noNonLocal && (nonLocal != null || recipe != null && recipe.nonLocal() != null)) {
                config = config.withNonLocality(usual.nonLocality().isPresent() ? ofKind(usual.nonLocality())
                        : nonLocality(backbone, recipe == null ? Flavour.MIT : recipe.flavour()));
            }
            return checked(or(temporalPool, recipe != null && recipe.temporalPool()) ? config.withTemporalPool()
                    : config);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private Shifting shifting(Recipe recipe, NetworkConfig usual) {
        ShiftMode mode = mode(recipe);
        boolean shifts = isShiftable(usual.backbone())
                && (recipe == null || recipe.shift() || mode == ShiftMode.ONLINE);
        if (!or(shift, shifts)) {
            requireNothingOfShift();
            return Shifting.NONE;
        }
        Integer div = shiftDiv != null || recipe == null ? shiftDiv : recipe.shiftDiv();
        return shifting(or(shiftPlace, usual.shifting().place()), mode.shift(div), usual.backbone());
    }

    /**
     * The network of a file, but for what the options say.
     *
     * @param classes K
     */
    NetworkConfig config(PretrainedNetwork file, int classes) {
        requireRanges();
        if (width != null) {
            throw new UsageException("--width: expected with --arch " + BackboneNames.scalable());
        }
        NetworkConfig usual = file.network().config();
        try {
            return checked(new NetworkConfig(usual.backbone(), or(modality, usual.modality()), classes,
                    or(segments, usual.segments()), shifting(file), or(temporalPool, usual.temporalPool()),
                    nonLocality(file)));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private Shifting shifting(PretrainedNetwork file) {
        Backbone backbone = file.network().config().backbone();
        Shifting usual = file.network().config().shifting();
        // A file for images does not say whether to shift; by default, it is shifted.
        boolean forImages = file.family().isForImages() && isShiftable(backbone);
        boolean isModeGiven = shiftMode != null || online != null;
        if (!(shift != null ? shift : usual.isPresent() || isModeGiven && mode(null) == ShiftMode.ONLINE
                || forImages)) {
            requireNothingOfShift();
            return Shifting.NONE;
        }
        Shift old = usual.shift();
        int div = shiftDiv == null ? old.div() : shiftDiv;
        Shift asked = isModeGiven ? mode(null).shift(mode(null).isQuarters() ? shiftDiv : Integer.valueOf(div))
                : new Shift(div, old.first(), old.second(), old.boundary());
        Shifting shifting = shifting(shiftPlace == null ? usual.place() : shiftPlace, asked, backbone);
        return usual.isPresent() && shifting.place() == usual.place() ? usual.withShift(asked) : shifting;
    }

    private NonLocality nonLocality(PretrainedNetwork file) {
        NetworkConfig usual = file.network().config();
        if (noNonLocal) {
            return NonLocality.NONE;
        }
        if (nonLocal == null || usual.nonLocality().isPresent()) {
            return ofKind(usual.nonLocality());
        }
        return nonLocality(usual.backbone(), file.flavour());
    }

    /** The same blocks of the kind that is asked for. */
    private NonLocality ofKind(NonLocality usual) {
        return nonLocal == null ? usual : new NonLocality(nonLocal, usual.blocks(), usual.outputBias());
    }

    private NonLocality nonLocality(Backbone backbone, Flavour flavour) {
        return new NonLocality(or(nonLocal, NonLocal.Mode.EMBEDDED_GAUSSIAN), nonLocalBlocks(backbone),
                flavour == Flavour.MIT);
    }

    private void requireRanges() {
        UsageException.requireRange("--num-segments", segments, 1, PretrainedNetwork.MAX_SEGMENTS);
        UsageException.requireRange("--shift-div", shiftDiv, 2, PretrainedNetwork.MAX_SHIFT_DIV);
    }

    private void requireNothingOfShift() {
        if (shiftDiv != null || shiftPlace != null || shiftMode != null || online != null && online) {
            throw new UsageException("--shift-div, --shift-place, --shift-mode, --online: expected with --shift");
        }
    }

    /** Refuses networks that could be built and would not serve their purpose. */
    private static NetworkConfig checked(NetworkConfig config) {
        Shifting shifting = config.shifting();
        if (shifting.isPresent() && shifting.shift().isCausal() && !config.isStreamable()) {
            throw new UsageException("--online: expected without --temporal-pool and --non-local, which look ahead, so "
                    + "that the network could not be streamed");
        }
        if (shifting.isPresent() && config.segments() == 1) {
            throw new UsageException("--segments: expected at least 2 for a network that shifts, found 1; a single "
                    + "frame has no neighbours, so all that is shifted would be zero; --no-shift makes a TSN");
        }
        return config;
    }

    /** The network of a recipe, in words. */
    static String describe(Recipe recipe) {
        return describe(new NetworkOptions().config(recipe, recipe.classes()));
    }

    /** All that a recipe tells of a network but its segments, in words. */
    static String describe(NetworkConfig config) {
        Shifting shifting = config.shifting();
        return "%s of %s with %d classes%s%s%s".formatted(config.description(),
                config.modality(), config.classes(),
                !shifting.isPresent() ? "" : ", shift " + ShiftMode.describe(shifting.shift()),
                config.temporalPool() ? ", temporal pool" : "",
                config.nonLocality().isPresent() ? ", non-local " + config.nonLocality().mode() : "");
    }

    private ShiftMode mode(Recipe recipe) {
        if (shiftMode != null && online != null && online != (shiftMode == ShiftMode.ONLINE)) {
            throw new UsageException("--shift-mode, --online: expected one of them, found " + shiftMode
                    + (online ? " and online" : " and not online"));
        }
        if (shiftMode != null) {
            return shiftMode;
        }
        if (online != null) {
            return online ? ShiftMode.ONLINE : ShiftMode.BIDIRECTIONAL;
        }
        return recipe == null ? ShiftMode.BIDIRECTIONAL : recipe.shiftMode();
    }

    private static boolean isShiftable(Backbone backbone) {
        return !backbone.shiftedBlocks(Shifting.Place.BLOCKRES).isEmpty();
    }

    private static Shifting shifting(Shifting.Place place, Shift shift, Backbone backbone) {
        if (!isShiftable(backbone)) {
            throw new UsageException("--shift: %s has no blocks to shift".formatted(backbone.name()));
        }
        return new Shifting(place, shift, backbone.shiftedBlocks(place));
    }

    private double width(Recipe recipe) {
        if (width == null) {
            return recipe == null || recipe.width() == null ? 1 : recipe.width();
        }
        if (!(width > 0 && width <= LARGEST_WIDTH)) {
            throw new UsageException("--width: expected a number above 0 and up to 4, found " + width);
        }
        return width;
    }

    private static List<String> nonLocalBlocks(Backbone backbone) {
        if (backbone.nonLocalBlocks().isEmpty()) {
            throw new UsageException("--non-local: expected --arch %s, found %s".formatted(
                    BackboneNames.nonLocal(), backbone.name()));
        }
        return backbone.nonLocalBlocks();
    }

    /** As it is asked for, whether it is known or not. */
    public String backboneName(Recipe recipe) {
        return arch == null ? recipe.backbone() : arch.toLowerCase(Locale.ROOT);
    }

    private Backbone backbone(Recipe recipe) {
        if (arch == null && recipe == null) {
            throw new UsageException("--arch: expected one, or --recipe, --tune-from, --resume");
        }
        String name = backboneName(recipe);
        Optional<Architecture> architecture = Architectures.KNOWN.named(name);
        if (width != null && !architecture.map(Architecture::isScalable).orElse(false)) {
            throw new UsageException(
                    "--width: expected with %s, found with %s".formatted(BackboneNames.scalable(), name));
        }
        if (architecture.isPresent()) {
            return architecture.get().backbone(name, width(recipe));
        }
        String expected = "--arch: expected " + BackboneNames.all();
        throw new UsageException(name.equalsIgnoreCase("BNInception")
                ? expected + "; BNInception, the original's default, is not supported"
                : arch == null ? "--recipe: %s is a network of another kind, %s".formatted(recipe.name(), name)
                : expected + ", found " + name);
    }
}
