package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.Backbone;
import io.github.tsmjava.models.network.Shifting;
import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.video.transform.Flavour;
import java.util.List;

/**
 * R(2+1)D-18: a ResNet-18 whose 3×3×3 convolutions are each a 1×3×3 and a 3×1×1 one with a norm and a ReLU between
 * them, of about as many parameters together.
 *
 * <p>Source: Tran et al., "A Closer Look at Spatiotemporal Convolutions for Action Recognition", CVPR 2018; names,
 * widths and strides as in torchvision's {@code r2plus1d_18}.
 */
public record R2Plus1dBackbone() implements Backbone {

    /** {@link #name}. */
    public static final String NAME = "r2plus1d_18";

    /** Blocks in each stage. */
    static final int BLOCKS = 2;
    static final int STAGES = 4;

    private static final int USUAL_FRAMES = 16;
    private static final int USUAL_SIZE = 112;
    private static final int INTERVAL = 2;

    @Override
    public String title() {
        return "R(2+1)D";
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int features() {
        return Residuals.planes(STAGES);
    }

    @Override
    public int size() {
        return USUAL_SIZE;
    }

    @Override
    public int segments() {
        return USUAL_FRAMES;
    }

    /** torchvision trained it on 15 frames a second: every second one of most videos. */
    @Override
    public int interval(int segments) {
        return INTERVAL;
    }

    @Override
    public Flavour flavour() {
        return Flavour.TORCHVISION;
    }

    /** Frames behind a stage: from the second on, each has every second one of those before it. */
    static int framesBehind(int stage, int segments) {
        return ((segments - 1) >> (stage - 1)) + 1;
    }

    @Override
    public int outputFrames(int segments) {
        return framesBehind(STAGES, segments);
    }

    /** None: what the shift is for, the convolutions do. */
    @Override
    public List<String> shiftedBlocks(Shifting.Place place) {
        return List.of();
    }

    @Override
    public boolean isStreamable() {
        return false;
    }

    @Override
    public Layer build(Scope scope, int channels, TemporalParts time) {
        return new R2Plus1d(scope, channels, time.segments());
    }
}
