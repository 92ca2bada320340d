/** Resizing as Pillow and OpenCV do it, bit for bit. */
package io.github.tsmjava.video.resize;
