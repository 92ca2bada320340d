/** Drawn people who make gestures: videos to train on, of which every frame can be computed from a seed. */
package io.github.tsmjava.train.gesture;
