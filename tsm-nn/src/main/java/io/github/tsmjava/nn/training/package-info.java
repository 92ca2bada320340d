/**
 * What turns a network into one that learns: {@link io.github.tsmjava.nn.training.Tape} runs it forwards and back, and gives
 * {@link io.github.tsmjava.nn.training.Gradients}, by the names of the parameters.
 */
package io.github.tsmjava.nn.training;
