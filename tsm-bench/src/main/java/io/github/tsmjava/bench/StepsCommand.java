package io.github.tsmjava.bench;

import io.github.tsmjava.bench.measure.Json;
import io.github.tsmjava.bench.measure.Protocol;
import io.github.tsmjava.bench.measure.Spread;
import io.github.tsmjava.bench.measure.StepTiming;
import io.github.tsmjava.bench.workload.Workload;
import io.github.tsmjava.models.network.TsmNetwork;
import io.github.tsmjava.nn.plan.InferencePlan;
import io.github.tsmjava.nn.plan.InferencePlan.StepSummary;
import io.github.tsmjava.nn.plan.StreamingPlan;
import io.github.tsmjava.tensor.Tensor;
import io.github.tsmjava.tensor.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Every step of a workload's plan while the whole of it runs; prints a {@link StepTiming} each and their sum. */
@Command(name = "steps", hidden = true)
final class StepsCommand implements Callable<Integer> {

    @Parameters(index = "0")
    private String model;

    @Parameters(index = "1")
    private int threads;

    @Mixin
    private Protocol protocol;

    @Override
    public Integer call() {
        Workload workload = Workload.named(model);
        TsmNetwork network = workload.network();
        int[] shape = workload.input().shape();
        if (workload.streaming()) {
            StreamingPlan plan = StreamingPlan.compile(network, shape);
            measure(workload, plan.steps(), plan.open()::next);
        } else {
            InferencePlan plan = InferencePlan.compile(network, shape);
            measure(workload, plan.steps(), plan::run);
        }
        return 0;
    }

    private void measure(Workload workload, List<StepSummary> steps, BiFunction<Tensor, IntConsumer, Tensor> plan) {
        double ceiling = AloneCommand.ceiling(threads);
        Tensor input = workload.input();
        List<long[]> calls = new ArrayList<>();
        try (WorkerPool pool = new WorkerPool(threads)) {
            protocol.time(() -> {
                long[] ends = new long[steps.size() + 1];
                ends[0] = System.nanoTime();
                pool.run(() -> plan.apply(input, step -> ends[step + 1] = System.nanoTime()));
                calls.add(ends);
                return null;
            });
        }
        double totalMs = 0;
        double products = 0;
        for (int i = 0; i < steps.size(); i++) {
            StepSummary step = steps.get(i);
            int at = i;
            // The second half: before, the compiler may still have been at work.
            double ms = Spread.of(calls.subList(calls.size() / 2, calls.size()).stream()
                    .mapToDouble(ends -> (ends[at + 1] - ends[at]) * 1e-6).toArray()).median();
            print(step.name(), step.algorithm(), step.shape(), ms, step.multiplyAdds(), ceiling);
            totalMs += ms;
            products += step.multiplyAdds();
        }
        print("all", "", "", totalMs, products, ceiling);
    }

    private void print(String step, String algorithm, String shape, double ms, double products, double ceiling) {
        double gflops = 2 * products / ms * 1e-6;
        System.out.println(Json.line(
                new StepTiming(model, threads, step, algorithm, shape, ms, gflops, gflops / ceiling)));
    }
}
