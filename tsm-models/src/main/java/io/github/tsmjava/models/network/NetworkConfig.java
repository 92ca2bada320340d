package io.github.tsmjava.models.network;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.backbone.MobileNetV2Backbone;
import io.github.tsmjava.nn.Initializer;
import io.github.tsmjava.nn.ParameterSource;
import io.github.tsmjava.tensor.ops.Shift;
import io.github.tsmjava.video.transform.Modality;

/**
 * All that distinguishes one network from another, apart from its parameters.
 *
 * @param backbone     the 2-D network that looks at each frame
 * @param modality     what a frame shows
 * @param classes      K, the length of the logits
 * @param segments     T, the frames of a clip
 * @param shifting     which blocks are shifted; none for a TSN
 * @param temporalPool whether {@code layer2} of a ResNet is preceded by a temporal max pool
 * @param nonLocality  which blocks of a ResNet are followed by a non-local block
 */
public record NetworkConfig(Backbone backbone, Modality modality, int classes, int segments, Shifting shifting,
                            boolean temporalPool, NonLocality nonLocality) {

    private static final int FLOW_LENGTH = 5;

    public NetworkConfig {
        require(classes >= 1, "classes must be at least 1, got %d", classes);
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        require(!temporalPool || segments % 2 == 0,
                "temporal pooling needs an even number of segments, got %d", segments);
        if (backbone instanceof MobileNetV2Backbone
                && (temporalPool || nonLocality.isPresent() || shifting.place() == Shifting.Place.BLOCK)) {
            throw new IllegalArgumentException(
                    "MobileNetV2 takes no temporal pool, no non-local block and no shift in front of whole blocks");
        }
    }

    /** A network without shift, on RGB. */
    public static NetworkConfig tsn(Backbone backbone, int segments, int classes) {
        return new NetworkConfig(backbone, Modality.RGB, classes, segments, Shifting.NONE, false, NonLocality.NONE);
    }

    /** The usual TSM: an eighth of the channels each way in front of the first convolution of each residual block. */
    public static NetworkConfig tsm(Backbone backbone, int segments, int classes) {
        return tsn(backbone, segments, classes).withShifting(new Shifting(
                Shifting.Place.BLOCKRES, Shift.bidirectional(8), backbone.shiftedBlocks()));
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

    /** The same with a temporal max pool in front of {@code layer2}; T must be even. */
    public NetworkConfig withTemporalPool() {
        return new NetworkConfig(backbone, modality, classes, segments, shifting, true, nonLocality);
    }

    /** The same with other blocks followed by a non-local block. */
    public NetworkConfig withNonLocality(NonLocality other) {
        return new NetworkConfig(backbone, modality, classes, segments, shifting, temporalPool, other);
    }

    /** The network's name, as in {@code TSM-resnet50}. */
    public String architecture() {
        return (shifting.isPresent() ? "TSM-" : "TSN-") + backbone.name();
    }

    /** Consecutive frames that make up one segment: 1 of RGB, 5 of optical flow. */
    public int newLength() {
        return modality == Modality.FLOW ? FLOW_LENGTH : 1;
    }

    /** The input channels of one segment: 3 of RGB, 10 of optical flow. */
    public int channels() {
        return modality.channels() * newLength();
    }

    /** Whether the network can see a stream frame by frame: nothing in it looks ahead. */
    public boolean isStreamable() {
        return (!shifting.isPresent() || shifting.shift().isCausal()) && !temporalPool && !nonLocality.isPresent();
    }

    /** @throws IllegalArgumentException if the network looks at later frames */
    public void requireStreamable() {
        if (!isStreamable()) {
            throw new IllegalArgumentException("the network looks at later frames (bidirectional shift, temporal pool or "
                    + "non-local block) and cannot be streamed");
        }
    }

    /** The network with parameters from the given source. */
    public TsmNetwork build(ParameterSource parameters) {
        return new TsmNetwork(this, parameters);
    }

    /** The network with fresh random parameters. */
    public TsmNetwork build(long seed) {
        return build(new Initializer(seed));
    }
}
