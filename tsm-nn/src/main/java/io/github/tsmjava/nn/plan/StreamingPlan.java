package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.Layer;
import io.github.tsmjava.nn.plan.InferencePlan.StepSummary;
import io.github.tsmjava.tensor.Accuracy;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.kernel.Kernels;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A streaming network compiled for frames of one shape. Where a layer is shifted, the maps in front of it exist twice,
 * for this frame and for the one before, and change places with every frame; nothing is copied.
 *
 * <p>Immutable and safe for any number of threads; each {@link Stream} belongs to one thread at a time.
 */
public final class StreamingPlan {

    private final InferencePlan plan;

    private StreamingPlan(InferencePlan plan) {
        this.plan = plan;
    }

    /** {@link #compile(Layer, Accuracy, int...)}, fast. */
    public static StreamingPlan compile(Layer network, int... frameShape) {
        return compile(network, Accuracy.FAST, frameShape);
    }

    /** {@link #compile(Layer, Kernels, Accuracy, int...)}, with the kernels of this process. */
    public static StreamingPlan compile(Layer network, Accuracy accuracy, int... frameShape) {
        return compile(network, Kernels.get(), accuracy, frameShape);
    }

    /**
     * Compiles a network that looks only back.
     *
     * @param kernels    that it runs on
     * @param frameShape the shape of every frame, {@code [N, C, H, W]} for N streams in step
     * @throws IllegalStateException if the network looks ahead
     */
    public static StreamingPlan compile(Layer network, Kernels kernels, Accuracy accuracy, int... frameShape) {
        return new StreamingPlan(InferencePlan.compileStream(network, kernels, accuracy, frameShape));
    }

    /** What the plan does for each frame, in this order. */
    public List<StepSummary> steps() {
        return plan.steps();
    }

    /** Begins a stream. */
    public Stream open() {
        return new Stream();
    }

    /** One stream: remembers what the next frame needs of the frames before. */
    public final class Stream {

        private final Workspace workspace = plan.workspace();

        private Stream() {
        }

        /**
         * The logits of the next frame.
         *
         * @param frame of the shape that the plan was compiled for
         * @return {@code [N, K]}
         */
        public Tensor next(Tensor frame) {
            return next(frame, InferencePlan.NOBODY);
        }

        /**
         * {@link #next(Tensor)} under observation, to time its steps.
         *
         * @param done told the index of each of the {@link #steps} when it is done
         */
        public Tensor next(Tensor frame, IntConsumer done) {
            Tensor logits = plan.run(frame, workspace, done);
            workspace.nextFrame();
            return logits;
        }

        /** What this stream remembers, layer by layer: copies, to look at. */
        public List<CarriedMaps> carried() {
            return plan.carried(workspace);
        }

        /** Forgets the past: for a new stream or at a scene cut. */
        public void reset() {
            workspace.clear();
        }
    }

    /**
     * What a stream carries from one frame to the next in front of one shifted layer: the channels that move, as the newest
     * frame left them and as the next one will read them.
     *
     * @param layer  the shifted layer, as in PyTorch
     * @param of     all channels in front of it, of which those that move are the first ones
     * @param values {@code [channels, height, width]} of one stream, a copy; zeros before the first frame
     */
    public record CarriedMaps(String layer, int of, int channels, int height, int width, float[] values) {
    }
}
