/**
 * What a network is trained on: clips of the videos of a list, sampled, augmented and decoded ahead of time by
 * {@link io.github.tsmjava.train.data.ClipLoader}.
 */
package io.github.tsmjava.train.data;
