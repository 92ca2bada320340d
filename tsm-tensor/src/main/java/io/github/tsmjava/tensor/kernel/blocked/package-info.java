/**
 * The kernels of compiled plans, on maps whose channels lie in blocks of one vector:
 * {@code [frame][block][row][column][lane]}. Only weights are packed, once; a temporal shift is a change of offsets.
 */
package io.github.tsmjava.tensor.kernel.blocked;
