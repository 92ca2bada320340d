package io.github.tsmjava.nn;

import java.util.List;
import java.util.function.Function;

/** Layers that run one after the other, named by their position: {@code 0}, {@code 1}, … */
public final class Sequential extends Layer {

    public Sequential(Scope scope, List<? extends Function<Scope, ? extends Layer>> layers) {
        super(scope);
        for (int i = 0; i < layers.size(); i++) {
            child(layers.get(i).apply(scope.at(i)));
        }
    }

    @Override
    protected <V> V flow(V x, Flow<V> flow) {
        V y = x;
        for (Layer layer : children()) {
            y = layer.run(y, flow);
        }
        return y;
    }
}
