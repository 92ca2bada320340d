package io.github.tsmjava.train.log;

import io.github.tsmjava.train.evaluation.Evaluation;
import io.github.tsmjava.train.evaluation.Evaluation.Confusion;

/**
 * A row of the log of evaluations.
 *
 * @param epoch     from 1
 * @param videos    how many could be classified
 * @param loss      mean over them, in nats
 * @param top1      share of them, 0 to 1
 * @param top5      share of them, 0 to 1
 * @param meanClass mean recall of the classes, 0 to 1
 */
record ValidationRow(int epoch, int videos, double loss, double top1, double top5, double meanClass) {

    static final String HEADER = "epoch,videos,loss,top1,top5,mean_class";

    static ValidationRow of(int epoch, Evaluation evaluation) {
        Confusion confusion = evaluation.confusion();
        return new ValidationRow(epoch, confusion.samples(), evaluation.loss(), confusion.top1(), confusion.topK(),
                confusion.meanClass());
    }

    static ValidationRow of(double[] values) {
        return new ValidationRow((int) values[0], (int) values[1], values[2], values[3], values[4], values[5]);
    }
}
