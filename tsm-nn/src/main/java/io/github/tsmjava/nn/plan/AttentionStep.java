package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.nn.graph.Node;
import io.github.tsmjava.nn.graph.Operation;
import io.github.tsmjava.nn.plan.pass.MemoryLayout;
import io.github.tsmjava.nn.plan.pass.Storage;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.Attention;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;

/** The answers of a non-local block. */
final class AttentionStep implements Step {

    private final Attention attention;
    private final Storage queries;
    private final Storage keys;
    private final Storage values;
    private final Storage y;
    private final int scratch;

    AttentionStep(Node node, Operation.Attention operation, MemoryLayout memory, BlockedKernels kernels) {
        queries = memory.of(node.inputs().get(0));
        keys = memory.of(node.inputs().get(1));
        values = memory.of(node.inputs().get(2));
        y = memory.of(node.output());
        scratch = memory.scratch().get(node);
        attention = new Attention(kernels, queries.maps(), keys.maps(), values.maps(), y.maps(), operation.segments(),
                operation.mode() != NonLocal.Mode.DOT_PRODUCT);
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        attention.run(workspace.array(queries), workspace.base(queries), workspace.array(keys), workspace.base(keys),
                workspace.array(values), workspace.base(values), workspace.array(y), workspace.base(y),
                workspace.array(scratch), pool);
    }
}
