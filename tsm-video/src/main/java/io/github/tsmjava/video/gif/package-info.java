/** Animated GIF. */
package io.github.tsmjava.video.gif;
