package io.github.tsmjava.nn;

import io.github.tsmjava.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A node in the tree that makes up a network. Layers are immutable once built; what one forward pass needs to remember
 * lives in its {@link Pass}.
 */
public abstract class Layer {

    private final String name;
    private final List<Layer> children = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    protected Layer(Scope scope) {
        this.name = scope.path();
    }

    /** The path of this layer from the root, as in {@code base_model.layer1.0.conv1}. */
    public final String name() {
        return name;
    }

    /** The layers directly below this one, in the order in which they run. */
    public final List<Layer> children() {
        return Collections.unmodifiableList(children);
    }

    /** The parameters of this layer and of all below it, in state_dict order. */
    public final List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(parameters);
        children.forEach(child -> all.addAll(child.parameters()));
        return all;
    }

    /** This layer and all below it, parents before their children. */
    public final List<Layer> layers() {
        List<Layer> all = new ArrayList<>(List.of(this));
        children.forEach(child -> all.addAll(child.layers()));
        return all;
    }

    /** Runs this layer. */
    public final Tensor forward(Tensor x) {
        return forward(x, Pass.INFERENCE);
    }

    /** Runs this layer as part of the given pass and tells the pass of it. */
    public final Tensor forward(Tensor x, Pass pass) {
        Tensor y = compute(x, pass);
        pass.computed(this, x, y);
        return y;
    }

    /** The mathematics of the layer. Children are run through {@link #forward(Tensor, Pass)}. */
    protected abstract Tensor compute(Tensor x, Pass pass);

    /** Takes a parameter of this layer from the scope it is built in. */
    protected final Tensor parameter(Scope scope, String parameterName, Role role, int... shape) {
        Tensor tensor = scope.tensor(parameterName, role, shape);
        parameters.add(new Parameter(scope.at(parameterName).path(), role, tensor));
        return tensor;
    }

    /** Registers a layer below this one. */
    protected final <L extends Layer> L child(L layer) {
        children.add(layer);
        return layer;
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + " " + name;
    }
}
