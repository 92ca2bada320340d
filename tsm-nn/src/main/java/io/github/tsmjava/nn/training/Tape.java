package io.github.tsmjava.nn.training;

import io.github.tsmjava.nn.BatchNorm;
import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.ops.training.Dropout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a network forwards, remembers what happened, and runs it in reverse for the gradients of its parameters.
 *
 * <pre>
 *   Tape tape = new Tape(network, BatchNormMode.TRAINED, 0.5, seed);
 *   Tensor logits = tape.forward(clips);
 *   Gradients gradients = tape.backward(gradient);     // of the loss, with respect to the logits
 *   gradients.clip(20);
 *   for (Parameter parameter : network.parameters()) {
 *       Tensor step = gradients.find(parameter.name());
 *       …                                              // parameter.tensor() changes in place
 *   }
 * </pre>
 *
 * A tape belongs to one thread, though its operators use all threads of the current worker pool. It changes the running
 * statistics of batch norms that are not frozen. Its results do not depend on the number of threads.
 */
public final class Tape {

    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final Layer network;
    private final Set<BatchNorm> frozen;
    private final double dropout;
    private final long seed;
    private final Accuracy accuracy;
    final Arena arena = new Arena();
    private final Gradients gradients;
    private final List<Variable> variables = new ArrayList<>();
    private Variable output;
    private int[] shape = {};
    private long step;

    /** {@link #Tape(Layer, BatchNormMode, double, long, Accuracy)}, fast. */
    public Tape(Layer network, BatchNormMode norms, double dropout, long seed) {
        this(network, norms, dropout, seed, Accuracy.FAST);
    }

    /**
     * @param norms    which batch norms learn
     * @param dropout  the probability with which an input of a linear layer is dropped
     * @param seed     of dropout
     * @param accuracy of 2-D convolutions; those over time are exact
     * @throws io.github.tsmjava.tensor.ShapeException if {@code dropout} is not in [0, 1)
     */
    public Tape(Layer network, BatchNormMode norms, double dropout, long seed, Accuracy accuracy) {
        this.network = network;
        this.frozen = norms.frozen(network);
        this.dropout = new Dropout(dropout, seed).probability();
        this.seed = seed;
        this.accuracy = accuracy;
        this.gradients = new Gradients(network);
    }

    /** How many forward passes there were. With the seed, it is all that dropout's random numbers depend on. */
    public long step() {
        return step;
    }

    /** Continues as if there had been so many forward passes. */
    public void restoreStep(long steps) {
        step = steps;
    }

    /**
     * Runs the network in training mode.
     *
     * @param x what {@link Layer#forward} takes
     * @return what the network computes, not used again by this tape
     */
    public Tensor forward(Tensor x) {
        variables.forEach(Variable::forget);
        variables.clear();
        if (!Arrays.equals(shape, x.shape())) {
            shape = x.shape();
            arena.forget();
        }
        Dropout drop = new Dropout(dropout, seed + STEP * step++);
        Recorder recorder = new Recorder(arena, gradients, frozen, drop, accuracy, variables);
        output = recorder.stacks().plain(network.run(Variable.input(network.admitted(x, false)), recorder));
        return recorder.value(output).copy();
    }

    /**
     * Runs the network in reverse; once for each forward pass.
     *
     * @param gradient of the loss, with respect to what {@link #forward} returned
     * @return the gradients of the parameters, overwritten by the next step
     * @throws IllegalStateException if there was no forward pass before
     */
    public Gradients backward(Tensor gradient) {
        if (variables.isEmpty()) {
            throw new IllegalStateException("no forward pass to run in reverse");
        }
        gradients.clear();
        output.addGradient(gradient.copy());
        for (Variable variable : variables.reversed()) {
            variable.propagate();
        }
        variables.clear();
        return gradients;
    }

    /** Which batch norms learn. A frozen one normalises with its running statistics, and nothing of it changes. */
    public enum BatchNormMode {
        /** All. */
        TRAINED,
        /**
         * Only the first; those of non-local blocks use the batch's statistics, but keep their weights. Source: TSN's
         * partial BN, as in MIT's code.
         */
        PARTIAL,
        /** None. */
        FROZEN;

        /** The frozen ones of a network. */
        Set<BatchNorm> frozen(Layer network) {
            List<BatchNorm> frozen = norms(network);
            switch (this) {
                case TRAINED -> frozen.clear();
                case PARTIAL -> {
                    frozen.removeIf(norm -> norm == frozen.getFirst());
                    network.layers().stream().filter(NonLocal.class::isInstance)
                            .forEach(nonLocal -> frozen.removeAll(nonLocal.children()));
                }
                case FROZEN -> { }
            }
            return Set.copyOf(frozen);
        }

        /** Those of a network whose weight and bias are trained. */
        public Set<BatchNorm> trained(Layer network) {
            List<BatchNorm> norms = norms(network);
            return switch (this) {
                case TRAINED -> Set.copyOf(norms);
                case PARTIAL -> norms.stream().limit(1).collect(Collectors.toSet());
                case FROZEN -> Set.of();
            };
        }

        private static List<BatchNorm> norms(Layer network) {
            return network.layers().stream().filter(BatchNorm.class::isInstance).map(BatchNorm.class::cast)
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }
}
