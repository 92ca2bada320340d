package io.github.tsmjava.nn;

import io.github.tsmjava.nn.parameter.Parameter;
import io.github.tsmjava.nn.parameter.Parameter.Role;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.Shift;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A node in the tree that makes up a network. Layers are immutable once built; what a stream needs to remember
 * lives in its {@link StreamMemory}.
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

    /** Computes this layer on whole clips. */
    public final Tensor forward(Tensor x) {
        return run(admitted(x, false), new Computation(null, null));
    }

    /** Computes this layer on whole clips under observation. */
    public final Tensor forward(Tensor x, Observer observer) {
        return run(admitted(x, false), new Computation(observer, null));
    }

    /** Computes this layer on the next frame of a stream. */
    public final Tensor forward(Tensor frame, StreamMemory memory) {
        return run(admitted(frame, true), new Computation(null, memory));
    }

    /**
     * Computes a network with other shifts than its own, to see what each of them does for the answer. Parameters stay,
     * so the network was never trained for what it computes here.
     *
     * @param x       what {@link #forward(Tensor)} takes
     * @param instead the shift that is carried out in place of a layer's own
     * @return the scores of each frame, before the mean over a clip: {@code [N·T, K]}, or {@code [N·T/2, K]} behind a
     *         temporal pool
     */
    public final Tensor frameScores(Tensor x, Function<TemporalShift, Shift> instead) {
        return run(admitted(x, false), new Ablation(new Computation(null, null), instead));
    }

    /** Checks the shape of an input given to {@code forward} and says what shape {@link #flow} expects it in. */
    public int[] admit(int[] shape, boolean streaming) {
        return shape;
    }

    /** An input given to {@code forward} in the shape that {@link #flow} expects. */
    public final Tensor admitted(Tensor x, boolean streaming) {
        return x.reshape(admit(x.shape(), streaming));
    }

    /** Lets a value flow through this layer, whatever the interpreter makes of it. */
    public final <V> V run(V x, Flow<V> flow) {
        V y = flow(x, flow);
        flow.done(this, x, y);
        return y;
    }

    /** What follows what inside this layer. Layers inside it are passed through {@link #run}. */
    protected abstract <V> V flow(V x, Flow<V> flow);

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

    /** Sees each layer's input and output; the place for statistics, feature maps and explanations. */
    @FunctionalInterface
    public interface Observer {

        /** Called when a layer has run; layers inside it have been reported before. */
        void computed(Layer layer, Tensor input, Tensor output);
    }
}
