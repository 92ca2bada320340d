package io.github.tsmjava.nn;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.tensor.ops.layer.TemporalPool.Window;
import java.util.function.Function;

/**
 * Takes the largest over some frames of a clip in front of another layer, which then sees fewer frames. MIT's
 * {@code --temporal_pool}, which stands in front of {@code layer2}, halves them; I3D's pools are of this kind, too.
 */
public final class TemporalPool extends Layer {

    private final int segments;
    private final Window window;
    private final Layer net;

    /**
     * MIT's: a max over windows of three frames, every second one.
     *
     * @param segments T before pooling; even
     * @param net      builds the layer behind the pool in the scope {@code net}
     */
    public TemporalPool(Scope scope, int segments, Function<Scope, ? extends Layer> net) {
        this(scope, segments, Window.HALF, net);
        require(segments % 2 == 0, "temporal pooling needs an even number of segments, got %d", segments);
    }

    /**
     * A max over windows that do not begin before the clip.
     *
     * @param segments T before pooling
     * @param kernel   frames of a window
     * @param stride   frames from one window to the next
     * @param net      builds the layer behind the pool in the scope {@code net}
     */
    public TemporalPool(Scope scope, int segments, int kernel, int stride, Function<Scope, ? extends Layer> net) {
        this(scope, segments, new Window(kernel, stride, 0), net);
    }

    private TemporalPool(Scope scope, int segments, Window window, Function<Scope, ? extends Layer> net) {
        super(scope);
        this.segments = segments;
        this.window = window;
        this.net = child(net.apply(scope.at("net")));
    }

    public int segments() {
        return segments;
    }

    /** Which frames are pooled. */
    @SuppressWarnings("exports") // for the modules that compute, compile or write layers
    public Window window() {
        return window;
    }

    /** T behind the pool. */
    public int outputSegments() {
        return window.outputFrames(segments);
    }

    public Layer net() {
        return net;
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return net.run(flow.pool(this, x), flow);
    }
}
