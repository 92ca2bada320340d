/** Resizing as Pillow, OpenCV and PyTorch do it, bit for bit. */
package io.github.tsmjava.video.resize;
