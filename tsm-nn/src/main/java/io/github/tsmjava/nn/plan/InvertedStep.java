package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Value;
import io.github.tsmjava.nn.plan.pass.FusedConvolution;
import io.github.tsmjava.nn.plan.pass.FusedInvertedResidual;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.BlockedInvertedResidual;
import io.github.tsmjava.tensor.kernel.blocked.BlockedInvertedResidual.Weights;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;
import io.github.tsmjava.tensor.kernel.blocked.ConvQuads;
import io.github.tsmjava.tensor.kernel.blocked.Maps;

/** An inverted residual: expanding, depthwise and projecting convolution in one. */
final class InvertedStep implements Step {

    private final BlockedInvertedResidual inverted;
    /** For each frame where the expanding convolution finds its quads; a stream has a table for each of its two. */
    private final ConvQuads.Table[][] tables;
    private final Storage x;
    private final Storage residual;
    private final Storage y;

    InvertedStep(Node node, FusedInvertedResidual operation, MemoryLayout memory, BlockedKernels kernels) {
        x = memory.of(node.input());
        y = memory.of(node.output());
        residual = memory.of(FusedConvolution.residual(node));
        FusedConvolution expansion = operation.expansion();
        FusedConvolution filter = operation.filter();
        Value middle = operation.expand().output();
        Maps wide = new Maps(middle.frames(), middle.channels(), middle.height(), middle.width(), 0, 0,
                kernels.lanes());
        ConvQuads quads = ConvolutionStep.quads(expansion, x.maps());
        tables = ConvolutionStep.tables(expansion, x, wide.frames(), quads, kernels);
        inverted = new BlockedInvertedResidual(kernels, x.maps(), quads,
                expansion.stride(), wide, weights(expansion, wide), filter.stride(),
                new Weights(DepthwiseStep.packed(filter, wide), ConvolutionStep.epilogue(filter, wide)),
                weights(operation.projection(), y.maps()), y.maps(), residual == null ? null : residual.maps());
    }

    private static Weights weights(FusedConvolution operation, Maps y) {
        return new Weights(operation.filters().scaledWeight().data(), ConvolutionStep.epilogue(operation, y));
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        inverted.run(tables[workspace.half()], workspace.array(x), workspace.base(x),
                workspace.array(residual), workspace.base(residual), workspace.array(y), workspace.base(y), pool);
    }
}
