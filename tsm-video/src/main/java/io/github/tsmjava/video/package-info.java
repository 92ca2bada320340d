/**
 * From a video or a folder of frames to the tensor that a network reads:
 * {@link io.github.tsmjava.video.Video#open Video.open} finds the frames,
 * {@link io.github.tsmjava.video.Sampling} says which of them make up the clips and fetches them,
 * {@link io.github.tsmjava.video.transform.Preprocessing} resizes, crops and normalises.
 */
package io.github.tsmjava.video;
