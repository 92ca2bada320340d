package io.github.tsmjava.models.backbone;

import io.github.tsmjava.models.network.TemporalParts;
import io.github.tsmjava.nn.ActivationLayer;
import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Conv2d;
import io.github.tsmjava.nn.Flow;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.Scope;
import io.github.tsmjava.nn.Sequential;
import io.github.tsmjava.tensor.ops.ConvSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The block of MobileNetV2: widen, look at each channel alone, narrow. The narrow ends carry the identity.
 *
 * <pre>
 *   x ──┬── [shift] 1×1 expand ─ bn ─ relu6 ── 3×3/s depthwise ─ bn ─ relu6 ── 1×1 project ─ bn ──┐
 *       └───────────────────── identity, where stride is 1 and channels agree ────────────────────┴─ add
 * </pre>
 */
final class InvertedResidual extends Layer {

    private final Layer conv;
    private final boolean residual;

    /** @param expansion hidden channels over input channels; 1 leaves the expanding convolution out */
    InvertedResidual(Scope scope, int in, int out, int stride, int expansion, TemporalParts.OfBlock time) {
        super(scope);
        int hidden = in * expansion;
        List<Function<Scope, Layer>> layers = new ArrayList<>();
        if (expansion != 1) {
            layers.add(place -> time.firstConv(place, s -> new Conv2d(s, in, hidden, 1, ConvSpec.of(1, 0))));
            layers.add(s -> new BatchNorm(s, hidden));
            layers.add(ActivationLayer::relu6);
        }
        layers.add(s -> new Conv2d(s, hidden, hidden, 3, ConvSpec.of(stride, 1, hidden)));
        layers.add(s -> new BatchNorm(s, hidden));
        layers.add(ActivationLayer::relu6);
        layers.add(s -> new Conv2d(s, hidden, out, 1, ConvSpec.of(1, 0)));
        layers.add(s -> new BatchNorm(s, out));
        conv = child(new Sequential(scope.at("conv"), layers));
        residual = stride == 1 && in == out;
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = conv.run(x, flow);
        return residual ? flow.add(x, y) : y;
    }
}
