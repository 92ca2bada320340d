/** What is printed: to a terminal, a file or a pipe, and how a user is told what went wrong. */
package io.github.tsmjava.app.terminal;
