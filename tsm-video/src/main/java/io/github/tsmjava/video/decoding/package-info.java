/** Which decoder reads a file, and what follows when it cannot. */
package io.github.tsmjava.video.decoding;
