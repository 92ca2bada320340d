/** Pictures, what gives them one after the other, and what goes wrong then. */
package io.github.tsmjava.video.image;
