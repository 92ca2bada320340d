package io.github.tsmjava.train.recipes;

import io.github.tsmjava.video.Sampling;
import java.util.List;

/**
 * How a network was trained: by stochastic gradient descent with momentum 0.9.
 *
 * @param sampling        how segments are spread over a video
 * @param steps           epochs, from 0, at whose start the learning rate falls to a tenth
 * @param cosine          whether it falls along half a cosine instead
 * @param warmUp          epochs in which the learning rate grows from a tenth, or null
 * @param learningRate    at the start, for the whole batch
 * @param batch           clips in all that one step sees
 * @param dropout         the share of features that is left out in front of the classifier
 * @param maxGradientNorm to which longer gradients are shortened
 * @param freezeBatchNorm whether all batch norms but the first keep their statistics (partial batch norm)
 * @param augmentations   in the order in which they are applied
 */
public record Training(Sampling.Strategy sampling, int epochs, List<Integer> steps, boolean cosine, Integer warmUp,
                       double learningRate, int batch, double weightDecay, double dropout, double maxGradientNorm,
                       boolean freezeBatchNorm, List<Augmentation> augmentations) {
}
