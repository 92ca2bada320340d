/**
 * How well networks do on a list of videos: {@link io.github.tsmjava.train.evaluation.Evaluator} classifies all of
 * them, {@link io.github.tsmjava.train.evaluation.Evaluation} says what came out.
 */
package io.github.tsmjava.train.evaluation;
