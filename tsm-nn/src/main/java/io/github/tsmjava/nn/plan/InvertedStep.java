package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvSteps;
import io.github.tsmjava.tensor.kernel.blocked.InvertedResidual;
import io.github.tsmjava.tensor.kernel.blocked.InvertedResidual.Weights;
import io.github.tsmjava.tensor.kernel.blocked.Maps;
import java.util.ArrayList;
import java.util.List;

/** An inverted residual: expanding, depthwise and projecting convolution in one. */
final class InvertedStep implements Step {

    private final InvertedResidual inverted;
    /** The expanding convolution's steps of each frame, for either generation of a stream. */
    private final int[][][] tables;
    private final Place x;
    private final Place residual;
    private final Place y;

    InvertedStep(Node.Inverted node, BlockedKernels kernels) {
        x = node.expand.x.place;
        y = node.out.place;
        residual = node.project.residual == null ? null : node.project.residual.place;
        Value middle = node.expand.out;
        Maps wide = new Maps(middle.frames, middle.channels, middle.height, middle.width, 0, 0, kernels.lanes());
        ConvSteps steps = ConvolutionStep.steps(node.expand);
        tables = ConvolutionStep.tables(node.expand, steps, kernels.lanes());
        inverted = new InvertedResidual(kernels, x.maps(), steps, node.expand.stride, wide, weights(node.expand, wide),
                node.depthwise.stride,
                new Weights(DepthwiseStep.packed(node.depthwise, wide), ConvolutionStep.epilogue(node.depthwise, wide)),
                weights(node.project, y.maps()), y.maps(), residual == null ? null : residual.maps());
    }

    private static Weights weights(Node.Conv node, Maps y) {
        return new Weights(ConvolutionStep.scaled(node), ConvolutionStep.epilogue(node, y));
    }

    /** The nodes with every inverted residual made one. */
    static List<Node> fused(List<Node> nodes) {
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node instanceof Node.Conv project && isProjection(project)
                    && project.x.producer instanceof Node.Conv depthwise && depthwise.depthwise && depthwise.out.uses == 1
                    && depthwise.x.producer instanceof Node.Conv expand && !expand.depthwise && expand.out.uses == 1
                    && expand.residual == null && expand.time.isFrameByFrame()
                    && InvertedResidual.pays(expand.out.frames, expand.out.height)) {
                result.remove(expand);
                result.remove(depthwise);
                result.add(new Node.Inverted(expand, depthwise, project));
            } else {
                result.add(node);
            }
        }
        return result;
    }

    private static boolean isProjection(Node.Conv node) {
        return !node.depthwise && node.kernel == 1 && node.stride == 1 && node.padding == 0 && node.shift == null
                && node.time.isFrameByFrame();
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        inverted.run(tables[workspace.generation()], x.array(workspace), x.base(workspace),
                residual == null ? null : residual.array(workspace), residual == null ? 0 : residual.base(workspace),
                y.array(workspace), y.base(workspace), pool);
    }
}
