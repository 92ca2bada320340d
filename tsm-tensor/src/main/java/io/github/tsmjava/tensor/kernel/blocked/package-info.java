/**
 * Convolutions on maps whose channels lie in blocks of one vector: {@code [frame][block][row][column][lane]}. Nothing is
 * packed but the weights, once; the temporal shift is a change of offsets.
 */
package io.github.tsmjava.tensor.kernel.blocked;
