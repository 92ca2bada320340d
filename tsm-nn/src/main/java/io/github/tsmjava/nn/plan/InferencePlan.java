package io.github.tsmjava.nn.plan;

import static io.github.tsmjava.tensor.ShapeException.require;

import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.graph.Graph;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.plan.StreamingPlan.CarriedMaps;
import io.github.tsmjava.nn.plan.pass.Algorithm;
import io.github.tsmjava.nn.plan.pass.ChooseAlgorithms;
import io.github.tsmjava.nn.plan.pass.LayOutMemory;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Passes;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.Kernels;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.IntConsumer;

/**
 * A network compiled for inputs of one shape: batch norms folded, activations, residuals and temporal shifts fused into
 * convolutions, channels in blocks, weights packed, memory shared. Gives what the network's own
 * {@link Layer#forward(Tensor)} gives, but for rounding, much faster.
 *
 * {@snippet file="io/github/tsmjava/train/SnippetsTest.java" region="plan"}
 *
 * <p>Immutable and safe for any number of threads. What a call writes to is kept for the next call; calls at the same
 * time each have their own, of which one for each core is kept. Results do not depend on the number of threads of the
 * {@link WorkerPool}.
 */
public final class InferencePlan {

    /**
     * What one step of a plan does.
     *
     * @param name         the layer, as in PyTorch; of several layers in one, all of them
     * @param algorithm    how it is computed; {@code tensors} where nothing better was found than to run the layer as it is
     * @param shape        the maps that come out, {@code [N·T, C, H, W]}
     * @param multiplyAdds by the layer's definition, whatever the algorithm needs
     */
    public record StepSummary(String name, String algorithm, String shape, long multiplyAdds) {
    }

    /** Does not observe. */
    static final IntConsumer NOBODY = step -> { };

    private final int[] inputShape;
    private final List<Step> steps;
    private final List<StepSummary> summaries;
    private final int[] sizes;
    private final List<Carried> carried;
    private final Storage result;
    /** Whether the result is a vector for each frame, not maps. */
    private final boolean vectors;
    private final int framesPerMean;
    /**
     * More of them than there are cores cannot make anything faster, and would hold the memory of the busiest moment.
     */
    private final Queue<Workspace> idle = new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private InferencePlan(Layer network, boolean streaming, Kernels kernels, Accuracy accuracy, int... shape) {
        this.inputShape = shape.clone();
        Graph plain = streaming ? Graph.ofStream(network, shape) : Graph.of(network, shape);
        BlockedKernels blocked = kernels.blocked(plain.multiplyAdds()).forPlan();
        // The mean over frames is taken when the result is read.
        Operation last = plain.nodes().getLast().operation();
        framesPerMean = last instanceof Operation.Consensus mean ? mean.segments() : 1;
        Graph graph = Passes.over(last instanceof Operation.Consensus ? plain.withoutLast() : plain);
        Map<Node, Algorithm> algorithms = ChooseAlgorithms.in(graph, accuracy);
        MemoryLayout memory = LayOutMemory.of(graph, algorithms, streaming, blocked);
        Steps factory = new Steps(memory, blocked, new ScaledWeights());
        steps = graph.nodes().stream().map(node -> factory.step(node, algorithms.get(node))).toList();
        summaries = graph.nodes().stream().map(node -> new StepSummary(node.name(), algorithms.get(node).toString(),
                shape(memory.of(node.output()).maps()), node.multiplyAdds())).toList();
        sizes = memory.sizes();
        carried = Carried.in(graph, memory);
        result = memory.of(graph.output());
        vectors = graph.output().isVectors();
    }

    private static String shape(Maps maps) {
        return "[%d, %d, %d, %d]".formatted(maps.frames(), maps.channels(), maps.height(), maps.width());
    }

    /** {@link #compile(Layer, Accuracy, int...)}, fast. */
    public static InferencePlan compile(Layer network, int... inputShape) {
        return compile(network, Accuracy.FAST, inputShape);
    }

    /** {@link #compile(Layer, Kernels, Accuracy, int...)}, with the kernels of this process. */
    public static InferencePlan compile(Layer network, Accuracy accuracy, int... inputShape) {
        return compile(network, Kernels.get(), accuracy, inputShape);
    }

    /**
     * Compiles a network.
     *
     * @param kernels    that it runs on
     * @param inputShape the shape of every input, as the network takes it: {@code [N, T·C, H, W]} and so on
     * @throws io.github.tsmjava.tensor.ShapeException if the network does not take such an input
     */
    public static InferencePlan compile(Layer network, Kernels kernels, Accuracy accuracy, int... inputShape) {
        return new InferencePlan(network, false, kernels, accuracy, inputShape);
    }

    static InferencePlan compileStream(Layer network, Kernels kernels, Accuracy accuracy, int... frameShape) {
        return new InferencePlan(network, true, kernels, accuracy, frameShape);
    }

    /**
     * Runs the plan.
     *
     * @param x of the shape that the plan was compiled for
     * @return what the network's {@code forward} returns
     * @throws io.github.tsmjava.tensor.ShapeException if {@code x} has another shape
     */
    public Tensor run(Tensor x) {
        return run(x, NOBODY);
    }

    /**
     * Runs the plan under observation, to time its steps.
     *
     * @param done told the index of each of the {@link #steps} when it is done
     */
    public Tensor run(Tensor x, IntConsumer done) {
        Workspace workspace = idle.poll();
        if (workspace == null) {
            workspace = workspace();
        }
        try {
            return run(x, workspace, done);
        } finally {
            idle.offer(workspace);
        }
    }

    Workspace workspace() {
        return new Workspace(sizes);
    }

    /** What the next frame of a stream will read of the frames before. */
    List<CarriedMaps> carried(Workspace workspace) {
        return carried.stream().map(place -> place.read(workspace)).toList();
    }

    Tensor run(Tensor x, Workspace workspace, IntConsumer done) {
        require(x.hasShape(inputShape), "the plan was compiled for %s, got %s", Arrays.toString(inputShape), x);
        WorkerPool pool = WorkerPool.current();
        workspace.use(x);
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run(workspace, pool);
            done.accept(i);
        }
        workspace.use(null);
        return result(workspace, pool);
    }

    private Tensor result(Workspace workspace, WorkerPool pool) {
        if (!vectors) {
            return TensorCopy.toTensor(result, workspace, pool);
        }
        Maps maps = result.maps();
        Tensor means = Tensor.zeros(maps.width() / framesPerMean, maps.channels());
        float[] scores = workspace.array(result);
        for (int row = 0; row < means.dim(0); row++) {
            for (int c = 0; c < maps.channels(); c++) {
                float sum = 0;
                for (int t = 0; t < framesPerMean; t++) {
                    sum += scores[workspace.base(result) + maps.pixel(0, row * framesPerMean + t) + maps.channel(c)];
                }
                means.data()[row * maps.channels() + c] = sum / framesPerMean;
            }
        }
        return means;
    }

    /** What the plan does, in this order. */
    public List<StepSummary> steps() {
        return summaries;
    }

    /** Of all steps: what one run costs by the layers' definitions. */
    public long multiplyAdds() {
        return summaries.stream().mapToLong(StepSummary::multiplyAdds).sum();
    }

    /** How many workspaces are kept for further calls. */
    int idleWorkspaces() {
        return idle.size();
    }
}
