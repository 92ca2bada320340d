package io.github.tsmjava.nn;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.ops.Shift;
import java.util.function.Function;

/**
 * The temporal shift in front of another layer: {@code net(shift(x))}. Around a block's first convolution it makes the
 * residual TSM ({@code blockres}), around a whole block the in-place TSM ({@code block}).
 *
 * <p>In a stream each call sees one frame, and the stream's memory stands in for the frame before it.
 *
 * <p>Source: TSM, section 3; the infix {@code .net} is that of the released checkpoints.
 */
public final class TemporalShift extends Layer {

    private final Shift shift;
    private final int segments;
    private final Layer net;

    /**
     * @param segments T, the frames of a clip
     * @param net      builds the shifted layer in the scope {@code net}
     */
    public TemporalShift(Scope scope, Shift shift, int segments, Function<Scope, ? extends Layer> net) {
        super(scope);
        require(segments >= 1, "segments must be at least 1, got %d", segments);
        this.shift = shift;
        this.segments = segments;
        this.net = child(net.apply(scope.at("net")));
    }

    public Shift shift() {
        return shift;
    }

    public int segments() {
        return segments;
    }

    public Layer net() {
        return net;
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return net.run(flow.shift(this, x), flow);
    }
}
