/** Streams of pictures from browsers, and the answers to them. */
package io.github.tsmjava.web.live;
