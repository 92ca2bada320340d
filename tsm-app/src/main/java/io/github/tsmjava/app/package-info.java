/** The {@code tsm} command line: one class for each command. Results go to stdout, everything else to stderr. */
package io.github.tsmjava.app;
