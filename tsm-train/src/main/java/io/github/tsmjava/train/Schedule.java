package io.github.tsmjava.train;

import static io.github.tsmjava.tensor.ShapeException.require;

import java.util.List;

/** The learning rate of each epoch. Epochs count from 0. */
public sealed interface Schedule {

    /** The base learning rate, which parameter groups multiply. */
    double rate(int epoch);

    /**
     * The base, and a tenth of what it was after each of some epochs. Source: MIT's {@code --lr_type step}.
     *
     * @param steps as in 20, 40: the full rate in epochs 0 to 19
     */
    record Step(double base, List<Integer> steps) implements Schedule {

        private static final double DECAY = 0.1;

        public Step {
            requireRate(base);
            steps = List.copyOf(steps);
        }

        @Override
        public double rate(int epoch) {
            return base * Math.pow(DECAY, steps.stream().filter(step -> step <= epoch).count());
        }
    }

    /** Half a cosine, from the base to almost zero. Source: MIT's {@code --lr_type cos}. */
    record Cosine(double base, int epochs) implements Schedule {

        public Cosine {
            requireRate(base);
            require(epochs >= 1, "at least 1 epoch expected, got %d", epochs);
        }

        @Override
        public double rate(int epoch) {
            return 0.5 * base * (1 + Math.cos(Math.PI * epoch / epochs));
        }
    }

    /**
     * Grows in equal steps from a tenth in the first of some epochs to all of another schedule's rate in the last.
     * Source: {@code LinearLR} in MMAction2's configurations.
     */
    record WarmUp(Schedule then, int epochs) implements Schedule {

        private static final double START = 0.1;

        public WarmUp {
            require(epochs >= 2, "a warm-up of at least 2 epochs expected, got %d", epochs);
        }

        @Override
        public double rate(int epoch) {
            double share = Math.min(1, (double) epoch / (epochs - 1));
            return then.rate(epoch) * (START + (1 - START) * share);
        }
    }

    private static void requireRate(double base) {
        require(base > 0 && Double.isFinite(base), "a learning rate above 0 expected, got %s", base);
    }
}
