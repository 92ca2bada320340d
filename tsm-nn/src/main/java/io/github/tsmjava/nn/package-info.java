/**
 * Layers for inference and for looking inside. A network is a tree of {@link io.github.tsmjava.nn.Layer}s named as in
 * PyTorch; each reads its parameters from a {@link io.github.tsmjava.nn.Scope} while it is built and never changes
 * afterwards, so any number of threads may run it.
 *
 * <p>Read in this order: {@link io.github.tsmjava.nn.Layer}; {@link io.github.tsmjava.nn.TemporalShift}, the shift in front
 * of another layer; {@link io.github.tsmjava.nn.Conv2d} and {@link io.github.tsmjava.nn.Sequential}, two plain ones;
 * {@link io.github.tsmjava.nn.Layer.Observer}, to look inside; {@link io.github.tsmjava.nn.Flow}, for those who write layers. Fast
 * runs are in {@link io.github.tsmjava.nn.plan}, training is in {@link io.github.tsmjava.nn.training}.
 */
package io.github.tsmjava.nn;
