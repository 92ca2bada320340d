package io.github.tsmjava.models.network;

import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.video.transform.Flavour;
import io.github.tsmjava.video.transform.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The network that looks at the frames: its shape, without parameters. What time may do to it is part of it; what time
 * does is not, that is {@link NetworkConfig}'s. Two that are equal make equal networks, so a record is the usual form.
 */
public interface Backbone {

    /** Its kind, as people write it: {@code ResNet}. */
    String title();

    /** As on the command line: {@code resnet50} or {@code mobilenetv2}. */
    String name();

    /** The name, and what tells it from others of this name. */
    default String description() {
        return name();
    }

    /** What an inspection shows beyond the name, in reading order. */
    default Map<String, String> details() {
        return Map.of();
    }

    /** The length of the feature vector of a frame. */
    int features();

    /** Side of a frame in pixels, where nothing else says it. */
    default int size() {
        return Preprocessing.USUAL_SIZE;
    }

    /** T, the frames of a clip, where nothing else says it. */
    default int segments() {
        return 8;
    }

    /**
     * Frames from one of a clip to the next, where nothing else says it: 2 for every second one. 0 if a clip is spread
     * over the whole video.
     *
     * @param segments T
     */
    default int interval(int segments) {
        return 0;
    }

    /** Whose sampling and transforms its published networks were trained with, where neither a file nor its names say it. */
    default Flavour flavour() {
        return Flavour.MIT;
    }

    /** The blocks that TSM shifts if the shift stands in this place of a block; empty if it cannot stand there. */
    List<String> shiftedBlocks(Shifting.Place place);

    /** The stage in front of which a temporal pool may stand, as in {@code layer2}; null if none may. */
    default String pooledStage() {
        return null;
    }

    /** Whether a non-local block may follow a block. */
    default boolean takesNonLocal() {
        return false;
    }

    /** The blocks that are followed by non-local ones in published networks; empty if there are no such networks. */
    default List<String> nonLocalBlocks() {
        return List.of();
    }

    /**
     * Of how many frames of a clip there are features. Fewer than T come out where its own layers take frames together.
     *
     * @param segments T, or half of it behind a temporal pool
     * @throws io.github.tsmjava.tensor.ShapeException if these are too few for its layers
     */
    default int outputFrames(int segments) {
        return segments;
    }

    /** Whether it can see a stream frame by frame if nothing in the configuration looks ahead. */
    default boolean isStreamable() {
        return true;
    }

    /**
     * Makes the parameters of this backbone and of the classifier behind it from those of a narrower one of its kind, so
     * that both say the same.
     *
     * @param narrower by names that say nothing of time
     * @param shiftDiv a group of channels that moves in time is 1/shiftDiv of them
     * @param seed     of what is drawn
     * @return nothing if these are no such parameters, or there is no rule for this kind
     */
    default Optional<Map<String, Tensor>> widened(Map<String, Tensor> narrower, int shiftDiv, long seed) {
        return Optional.empty();
    }

    /**
     * Makes the layers.
     *
     * @param scope    where the names of its parameters begin
     * @param channels of a frame
     * @param time     what is to be asked wherever time may act
     * @return a layer from {@code [N·T, channels, H, W]} to {@code [N·T', features]}, T' as {@link #outputFrames} says
     */
    Layer build(Scope scope, int channels, TemporalParts time);
}
