package io.github.tsmjava.bench.workload;

import io.github.tsmjava.bench.measure.Contender;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.function.UnaryOperator;

/** Our side of every comparison, and the one place that decides how we run a network. */
public final class Ours implements Contender {

    public static final String NAME = "tsm-jvm";

    private final UnaryOperator<Tensor> network;
    private final Tensor input;
    private final WorkerPool pool;
    private float[] logits;

    private Ours(UnaryOperator<Tensor> network, Tensor input, int threads) {
        this.network = network;
        this.input = input;
        pool = new WorkerPool(threads);
    }

    public static Ours of(Workload workload, int threads) {
        return of(workload, workload.network(), threads);
    }

    public static Ours of(Workload workload, TsmNetwork network, int threads) {
        int[] shape = workload.input().shape();
        return new Ours(workload.streaming() ? StreamingPlan.compile(network, shape).open()::next
                : InferencePlan.compile(network, shape)::run, workload.input(), threads);
    }

    @Override
    public float[] run() {
        pool.run(() -> logits = network.apply(input).data());
        return logits;
    }

    @Override
    public void close() {
        pool.close();
    }
}
