/**
 * Training.
 *
 * <p>Read in this order: {@link io.github.tsmjava.train.Trainer}, with the whole way in a few lines;
 * {@link io.github.tsmjava.train.TrainingSettings} and {@link io.github.tsmjava.train.TrainingSettings.Schedule}, how;
 * {@link io.github.tsmjava.train.data.TrainingClips}, on what;
 * {@link io.github.tsmjava.train.TrainingCheckpoint}, what to resume from. Recipes of published networks are in
 * {@link io.github.tsmjava.train.recipes}, tests on a list of videos in {@link io.github.tsmjava.train.evaluation}.
 */
package io.github.tsmjava.train;
