/** Pages on this machine and the servers behind them: one names gestures before a camera, one explains the shift. */
package io.github.tsmjava.web;
