package io.github.tsmjava.models.network;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.parameter.ParameterSource;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * All that distinguishes one network from another, apart from its parameters.
 *
 * @param backbone     the network that looks at each frame
 * @param modality     what a frame shows
 * @param classes      K, the length of the logits
 * @param segments     T, the frames of a clip
 * @param shifting     which blocks are shifted; none for a TSN
 * @param temporalPool whether the backbone's {@link Backbone#pooledStage} is preceded by a temporal max pool
 * @param nonLocality  which blocks are followed by a non-local block
 */
public record NetworkConfig(Backbone backbone, Modality modality, int classes, int segments, Shifting shifting,
                            boolean temporalPool, NonLocality nonLocality) {

    /** What the parameters of a network do not tell and its answers depend on; assumed where a file does not say it. */
    public enum Assumption {
        /** Frames of a clip. */
        SEGMENTS,
        /** Which part of the channels a shifted group is. */
        SHIFT_DIV,
        /** Which way the groups move, and what they read beyond the clip's ends. */
        SHIFT_MODE
    }

    private static final int FLOW_LENGTH = 5;

    public NetworkConfig {
        require(classes >= 1, "classes must be at least 1, got %d", classes);
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        require(!temporalPool || segments % 2 == 0,
                "temporal pooling needs an even number of segments, got %d", segments);
        if (temporalPool && backbone.pooledStage() == null || nonLocality.isPresent() && !backbone.takesNonLocal()
                || (shifting.isPresent() || shifting.place() == Shifting.Place.BLOCK)
                && backbone.shiftedBlocks(shifting.place()).isEmpty()) {
            throw new IllegalArgumentException("%s takes %s".formatted(backbone.title(), refused(backbone)));
        }
        backbone.outputFrames(temporalPool ? segments / 2 : segments); // refuses clips that are too short
    }

    /** What a backbone does not take, in words. */
    private static String refused(Backbone backbone) {
        List<String> refused = new ArrayList<>();
        if (backbone.pooledStage() == null) {
            refused.add("no temporal pool");
        }
        if (!backbone.takesNonLocal()) {
            refused.add("no non-local block");
        }
        if (backbone.shiftedBlocks(Shifting.Place.BLOCK).isEmpty()) {
            refused.add("no shift in front of whole blocks");
        }
        if (backbone.shiftedBlocks(Shifting.Place.BLOCKRES).isEmpty()) {
            refused.add("no shift inside blocks");
        }
        String last = refused.removeLast();
        return refused.isEmpty() ? last : String.join(", ", refused) + " and " + last;
    }

    /** A network without shift, on RGB. */
    public static NetworkConfig tsn(Backbone backbone, int segments, int classes) {
        return new NetworkConfig(backbone, Modality.RGB, classes, segments, Shifting.NONE, false, NonLocality.NONE);
    }

    /** The usual TSM: an eighth of the channels each way in front of the first convolution of each residual block. */
    public static NetworkConfig tsm(Backbone backbone, int segments, int classes) {
        return tsn(backbone, segments, classes).withShifting(new Shifting(
                Shifting.Place.BLOCKRES, Shift.bidirectional(8), backbone.shiftedBlocks(Shifting.Place.BLOCKRES)));
    }

    /** The TSM for streams: the same blocks, an eighth of the channels from the past. */
    public static NetworkConfig online(Backbone backbone, int segments, int classes) {
        NetworkConfig tsm = tsm(backbone, segments, classes);
        return tsm.withShifting(tsm.shifting.withShift(Shift.unidirectional(8)));
    }

    /** The same with other blocks shifted, or in another way. */
    public NetworkConfig withShifting(Shifting other) {
        return new NetworkConfig(backbone, modality, classes, segments, other, temporalPool, nonLocality);
    }

    /** The same for another kind of frames. */
    public NetworkConfig withModality(Modality other) {
        return new NetworkConfig(backbone, other, classes, segments, shifting, temporalPool, nonLocality);
    }

    /** The same for clips of another number of frames. */
    public NetworkConfig withSegments(int other) {
        return new NetworkConfig(backbone, modality, classes, other, shifting, temporalPool, nonLocality);
    }

    /** The same with a temporal max pool in front of the {@link Backbone#pooledStage}; T must be even. */
    public NetworkConfig withTemporalPool() {
        return new NetworkConfig(backbone, modality, classes, segments, shifting, true, nonLocality);
    }

    /** The same with other blocks followed by a non-local block. */
    public NetworkConfig withNonLocality(NonLocality other) {
        return new NetworkConfig(backbone, modality, classes, segments, shifting, temporalPool, other);
    }

    /** The network's name, as in {@code TSM-resnet50}. */
    public String name() {
        return prefix() + backbone.name();
    }

    /** The name, and what tells its backbone from others of that name. */
    public String description() {
        return prefix() + backbone.description();
    }

    /** Neither where nothing could be shifted. */
    private String prefix() {
        return shifting.isPresent() ? "TSM-"
                : backbone.shiftedBlocks(Shifting.Place.BLOCKRES).isEmpty() ? "" : "TSN-";
    }

    /** Consecutive frames that make up one segment: 1 of RGB, 5 of optical flow. */
    public int newLength() {
        return newLength(modality);
    }

    /** The input channels of one segment: 3 of RGB, 10 of optical flow. */
    public int channels() {
        return channels(modality);
    }

    /** The input channels of one segment of such frames. */
    public static int channels(Modality modality) {
        return modality.channels() * newLength(modality);
    }

    private static int newLength(Modality modality) {
        return modality == Modality.FLOW ? FLOW_LENGTH : 1;
    }

    /** The frames of a clip behind the temporal pool, if there is one: half of T, else T. */
    int pooledSegments() {
        return temporalPool ? segments / 2 : segments;
    }

    /** The frames of a clip whose scores are averaged. */
    int scoredSegments() {
        return backbone.outputFrames(pooledSegments());
    }

    /** Whether the network can see a stream frame by frame: nothing in it looks ahead. */
    public boolean isStreamable() {
        return backbone.isStreamable() && (!shifting.isPresent() || shifting.shift().isCausal())
                && !temporalPool && !nonLocality.isPresent();
    }

    /** @throws IllegalArgumentException if the network looks at later frames */
    public void requireStreamable() {
        if (!isStreamable()) {
            throw new IllegalArgumentException("the network looks at later frames (bidirectional shift, temporal pool, "
                    + "non-local block or convolution over time) and cannot be streamed");
        }
    }

    /** The network with parameters from the given source. */
    public TsmNetwork build(ParameterSource parameters) {
        return new TsmNetwork(this, parameters);
    }

    /** The network with fresh random parameters. */
    public TsmNetwork build(long seed) {
        return build(ParameterSource.random(seed));
    }

    /**
     * Which blocks of a network are followed by a non-local block.
     *
     * @param mode       how a query weighs the keys
     * @param blocks     the blocks by name, as in {@code layer2.0}; empty for none
     * @param outputBias whether the output convolution has a bias, as MIT's has and mmcv's has not
     */
    public record NonLocality(NonLocal.Mode mode, List<String> blocks, boolean outputBias) {

        /** No non-local block at all. */
        public static final NonLocality NONE = new NonLocality(NonLocal.Mode.EMBEDDED_GAUSSIAN, List.of(), true);

        public NonLocality {
            blocks = List.copyOf(blocks);
        }

        /** Whether any block is followed by a non-local one. */
        public boolean isPresent() {
            return !blocks.isEmpty();
        }
    }
}
