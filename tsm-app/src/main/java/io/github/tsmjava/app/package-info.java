/** The tsm command line. */
package io.github.tsmjava.app;
