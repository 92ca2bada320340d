package io.github.tsmjava.nn.plan;

import io.github.tsmjava.tensor.WorkerPool;

/** One step of a compiled plan. */
@FunctionalInterface
interface Step {
    void run(Workspace workspace, WorkerPool pool);
}
