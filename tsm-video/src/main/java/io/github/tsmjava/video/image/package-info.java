/**
 * Pictures, what gives them one after the other, and what goes wrong then. Begin with
 * {@link io.github.tsmjava.video.image.Image}.
 */
package io.github.tsmjava.video.image;
