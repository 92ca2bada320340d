/**
 * What a network is trained on: {@link io.github.tsmjava.train.data.TrainingClips}, random clips of the videos of a
 * list, cropped, mirrored and blended.
 */
package io.github.tsmjava.train.data;
