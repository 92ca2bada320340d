package io.github.tsmjava.train;

/**
 * How far training has come. Together with the network, the optimiser's velocities and the settings, it
 * decides everything that follows.
 *
 * @param epoch finished epochs
 * @param step  finished steps of the next one
 * @param best  the best top-1 accuracy so far, 0 to 1
 */
record TrainingState(int epoch, int step, double best) {

    /** Nothing done yet. */
    static final TrainingState START = new TrainingState(0, 0, 0);

    TrainingState withStep(int other) {
        return new TrainingState(epoch, other, best);
    }

    TrainingState withBest(double other) {
        return new TrainingState(epoch, step, other);
    }

    TrainingState nextEpoch() {
        return new TrainingState(epoch + 1, 0, best);
    }
}
