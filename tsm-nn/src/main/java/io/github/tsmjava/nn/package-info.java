/**
 * Layers for inference and for looking inside. A network is a tree of {@link io.github.tsmjava.nn.Layer}s named as in
 * PyTorch; each reads its parameters from a {@link io.github.tsmjava.nn.Scope} while it is built and never changes
 * afterwards, so any number of threads may run it.
 */
package io.github.tsmjava.nn;
