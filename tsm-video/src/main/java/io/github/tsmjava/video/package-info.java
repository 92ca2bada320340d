/** From a video or a folder of frames to the tensor that a network reads. */
package io.github.tsmjava.video;
