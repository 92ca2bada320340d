/**
 * The plan: a network compiled once for one input shape, for speed. {@link io.github.tsmjava.nn.plan.InferencePlan} is
 * the way in.
 *
 * <pre>
 *   Layer.flow ── Graph.of ────────▶ a plain graph, with shapes
 *              ── Passes ──────────▶ a graph of fewer nodes: batch norms folded, shifts, activations and residuals
 *              fused ── ChooseAlgorithms ▶ how each node is computed
 *              ── LayOutMemory ────▶ where each value lies
 *              ── Steps ───────────▶ steps with packed weights
 * </pre>
 */
package io.github.tsmjava.nn.plan;
