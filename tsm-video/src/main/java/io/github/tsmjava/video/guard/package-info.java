/** Limits of time and memory while files from strangers are read. */
package io.github.tsmjava.video.guard;
