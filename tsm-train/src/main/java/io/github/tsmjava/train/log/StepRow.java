package io.github.tsmjava.train.log;

/**
 * A row of the log of steps.
 *
 * @param step  of the whole training, from 1
 * @param epoch from 1
 * @param rate  the base learning rate, which parameter groups multiply
 * @param loss  mean over the batch, in nats
 * @param top1  share of the batch, 0 to 1
 */
public record StepRow(long step, int epoch, double rate, double loss, double top1) {

    static final String HEADER = "step,epoch,learning_rate,loss,top1";

    static StepRow of(double[] values) {
        return new StepRow((long) values[0], (int) values[1], values[2], values[3], values[4]);
    }
}
