package io.github.tsmjava.models.backbone;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.video.transform.Flavour;
import java.util.List;
import java.util.Map;

/**
 * An I3D ResNet: a ResNet in which convolutions see several frames, made of one for pictures by inflating its filters.
 * The first 1×1 convolution of some blocks is 3×1×1, the stem is 5×7×7, and the clip gets shorter on the way.
 *
 * <p>Sources: Carreira and Zisserman, "Quo Vadis, Action Recognition?", CVPR 2017; Wang et al., "Non-local Neural
 * Networks", CVPR 2018; strides and inflated blocks as in MMAction2's {@code ResNet3d}.
 *
 * @param depth 50 or 101
 * @param heavy whether every block is inflated, and stem and first pool keep all frames
 */
public record I3dBackbone(int depth, boolean heavy) implements Backbone {

    private static final Map<Integer, List<Integer>> BLOCKS =
            Map.of(50, List.of(3, 4, 6, 3), 101, List.of(3, 4, 23, 3));

    /** All depths there are. */
    public static final List<Integer> DEPTHS = List.of(50, 101);

    /** The taps in time of the stem. */
    static final int STEM_FRAMES = 5;

    private static final int USUAL_FRAMES = 32;
    private static final int HEAVY_FRAMES = 8;
    /** The part of a video that a clip is taken from. */
    private static final int CLIP_RANGE = 64;

    public I3dBackbone {
        if (!BLOCKS.containsKey(depth)) {
            throw new IllegalArgumentException("I3D depth must be 50 or 101, got " + depth);
        }
    }

    @Override
    public String title() {
        return "I3D";
    }

    @Override
    public String name() {
        return (heavy ? "i3d_heavy_resnet" : "i3d_resnet") + depth;
    }

    /** Blocks in {@code layer1} to {@code layer4}. */
    public List<Integer> blocks() {
        return BLOCKS.get(depth);
    }

    @Override
    public int features() {
        return Residuals.planes(4) * Bottleneck.EXPANSION;
    }

    @Override
    public int segments() {
        return heavy ? HEAVY_FRAMES : USUAL_FRAMES;
    }

    /** Clips are of 64 frames: 32 of every second one, 16 of every fourth or 8 of every eighth. */
    @Override
    public int interval(int segments) {
        return Math.max(CLIP_RANGE / segments, 1);
    }

    @Override
    public Flavour flavour() {
        return Flavour.MMACTION2;
    }

    /** Whether a block's first convolution sees three frames: all of {@code layer1}, every second block behind it. */
    boolean isInflated(int stage, int block) {
        return heavy || stage == 1 || block % 2 == (stage == 4 ? 1 : 0);
    }

    /** Frames between two that the stem computes. */
    int stemStride() {
        return heavy ? 1 : 2;
    }

    /** Frames behind the stem. */
    int stemFrames(int segments) {
        return (segments - 1) / stemStride() + 1;
    }

    /** Frames in {@code layer1}. */
    int layer1Frames(int segments) {
        return heavy ? segments : (stemFrames(segments) - 1) / 2 + 1;
    }

    /** @throws io.github.tsmjava.tensor.ShapeException if the clip is too short for the pool behind {@code layer1} */
    @Override
    public int outputFrames(int segments) {
        int frames = layer1Frames(segments);
        require(frames >= 2, "%s: expected %d frames or more, got %d", name(), heavy ? 2 : 5, segments);
        return frames / 2;
    }

    /** None: what the shift is for, the convolutions do. */
    @Override
    public List<String> shiftedBlocks(Shifting.Place place) {
        return List.of();
    }

    @Override
    public boolean takesNonLocal() {
        return true;
    }

    /** Five of a ResNet-50, not the same ones as in a TSM. */
    @Override
    public List<String> nonLocalBlocks() {
        return depth == 50 ? List.of("layer2.1", "layer2.3", "layer3.1", "layer3.3", "layer3.5") : List.of();
    }

    @Override
    public boolean isStreamable() {
        return false;
    }

    @Override
    public Layer build(Scope scope, int channels, TemporalParts time) {
        return new I3dResNet(scope, this, channels, time);
    }
}
