/**
 * From a network's plain graph to one that is fast. {@link io.github.tsmjava.nn.plan.pass.Passes} lists the passes that
 * rewrite the graph; each is a file. {@link io.github.tsmjava.nn.plan.pass.ChooseAlgorithms} and
 * {@link io.github.tsmjava.nn.plan.pass.LayOutMemory} then decide how each node is computed and where each value lies.
 */
package io.github.tsmjava.nn.plan.pass;
