/** What turns a network into one that learns: the backward pass, gradients by name, and the optimiser. */
package io.github.tsmjava.nn.training;
