/** From pictures to the numbers that a network reads: resize, crop, normalise. */
package io.github.tsmjava.video.transform;
