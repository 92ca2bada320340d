/** Files that are whole or not there, what else is written to disk, and protocol buffers. */
package io.github.tsmjava.io;
