/**
 * Numbers and the threads that work on them. Read {@link io.github.tsmjava.tensor.Tensor} first; then
 * {@link io.github.tsmjava.tensor.ops.Shift}, the operator that this library is about.
 * {@link io.github.tsmjava.tensor.Accuracy} and {@link io.github.tsmjava.tensor.Limits} are choices that many methods ask
 * for, {@link io.github.tsmjava.tensor.WorkerPool} says how many threads compute.
 */
package io.github.tsmjava.tensor;
