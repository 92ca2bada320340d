/**
 * The readable implementation, and the oracle of every fast one: sums are formed in double precision and rounded once.
 * It also does the work where the Vector API is absent, so its inner loops are ones that a compiler vectorises.
 */
package io.github.tsmjava.tensor.kernel.scalar;
