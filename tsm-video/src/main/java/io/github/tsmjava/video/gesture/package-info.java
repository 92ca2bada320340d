/** Synthetic clips of hand gestures, drawn from seeds: something to learn from and to test with, where no data set is at hand. */
package io.github.tsmjava.video.gesture;
