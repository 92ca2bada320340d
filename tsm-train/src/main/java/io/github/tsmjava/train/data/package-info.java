/**
 * What a network is trained on. Begin with {@link io.github.tsmjava.train.data.TrainingClips}: random clips of the videos of
 * a list. {@link io.github.tsmjava.train.data.RandomCrop}, {@link io.github.tsmjava.train.data.Flip} and
 * {@link io.github.tsmjava.train.data.Blending} say how they differ from epoch to epoch.
 */
package io.github.tsmjava.train.data;
