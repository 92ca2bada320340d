package io.github.tsmjava.nn.plan;

import io.github.tsmjava.nn.NonLocal;
import io.github.tsmjava.tensor.WorkerPool;
import io.github.tsmjava.tensor.kernel.blocked.Attention;
import io.github.tsmjava.tensor.kernel.blocked.BlockedKernels;

/** The answers of a non-local block. */
final class AttendStep implements Step {

    private final Attention attention;
    private final Place queries;
    private final Place keys;
    private final Place values;
    private final Place y;
    private final int scratch;

    AttendStep(Node.Attend node, BlockedKernels kernels) {
        queries = node.queries.place;
        keys = node.keys.place;
        values = node.values.place;
        y = node.out.place;
        scratch = node.scratch;
        attention = new Attention(kernels, queries.maps(), keys.maps(), values.maps(), y.maps(), node.layer.segments(),
                node.layer.mode() != NonLocal.Mode.DOT_PRODUCT);
    }

    /** Numbers that a call writes to besides its result. */
    static int scratchSize(Node.Attend node) {
        return Attention.scratchSize(node.keys.place.maps(), node.values.place.maps(), node.layer.segments());
    }

    @Override
    public void run(Workspace workspace, WorkerPool pool) {
        attention.run(queries.array(workspace), queries.base(workspace), keys.array(workspace), keys.base(workspace),
                values.array(workspace), values.base(workspace), y.array(workspace), y.base(workspace),
                workspace.array(scratch), pool);
    }
}
