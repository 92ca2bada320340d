package io.github.tsmjava.nn;

import static io.github.tsmjava.tensor.ShapeException.require;

import java.util.function.Function;

/**
 * Halves the frames of a clip in front of another layer: a max over windows of three frames, every second one. MIT's
 * {@code --temporal_pool}, which stands in front of {@code layer2}.
 */
public final class TemporalPool extends Layer {

    private final int segments;
    private final Layer net;

    /**
     * @param segments T before pooling; even
     * @param net      builds the layer behind the pool in the scope {@code net}
     */
    public TemporalPool(Scope scope, int segments, Function<Scope, ? extends Layer> net) {
        super(scope);
        require(segments % 2 == 0, "temporal pooling needs an even number of segments, got %d", segments);
        this.segments = segments;
        this.net = child(net.apply(scope.at("net")));
    }

    public int segments() {
        return segments;
    }

    public Layer net() {
        return net;
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        return net.run(flow.pool(this, x), flow);
    }
}
