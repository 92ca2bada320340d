/**
 * A network as a plain graph: what is computed from what, and in which shapes.
 * {@link io.github.tsmjava.nn.graph.Graph#of} writes it down. Plans, exports and counts are made of it.
 */
package io.github.tsmjava.nn.graph;
