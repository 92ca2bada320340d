/**
 * From pictures to the numbers that a network reads: resize, crop, normalise.
 * {@link io.github.tsmjava.video.transform.Preprocessing} does it; the other types say how.
 */
package io.github.tsmjava.video.transform;
