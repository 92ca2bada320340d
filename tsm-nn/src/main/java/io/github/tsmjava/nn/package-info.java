/** Layers named as in PyTorch, and the temporal shift as a layer. */
package io.github.tsmjava.nn;
