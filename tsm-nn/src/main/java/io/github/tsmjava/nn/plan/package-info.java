/**
 * The plan: a network compiled once for one input shape, for speed. {@link io.github.tsmjava.nn.plan.InferencePlan} is the
 * way in.
 *
 * <pre>
 *   Layer.flow ── Tracer ──▶ nodes (batch norm folded, activation, residual and shift fused)
 *              ── Compiler ──▶ steps (maps laid out, memory shared, weights packed)
 * </pre>
 */
package io.github.tsmjava.nn.plan;
